"""Published records as open data: Open Referral HSDS 3.0 with a documented profile, and back.

Each module writes one family of objects of the standard and reads it again: what is written and
read comes out equal. `docs/hsds-profile.md` says where each field goes.
"""
