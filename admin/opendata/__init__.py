"""Open data over HTTP: the API of Open Referral HSDS 3.0 over everything that is live."""
