/* The chat. ES2017, no library. What is said lives in this page's memory only; sessionStorage holds
   the session's random id. Texts become DOM nodes, never HTML. */
"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const given = JSON.parse(byId("page").textContent);
  const log = byId("log"), field = byId("text"), statusLine = byId("status"), languages = byId("languages");
  const SESSION = "amparo.session";
  const CHOICES = ".choices:not(.again)"; // those of the last answer; "send again" stays
  const PATIENCE_MS = 60000; // a phone on an old network may need so long
  let language = given.page.language;
  let chosen = given.page.chosen; // whether the person asked for this language
  let memory = ""; // the session's id where sessionStorage is switched off
  let line = Promise.resolve(); // messages are sent one after the other
  let waiting = 0;
  let locating = false;

  // Session

  function session() {
    let id = memory;
    try { id = sessionStorage.getItem(SESSION) || id; } catch (error) { /* switched off */ }
    if (!id) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      id = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
    }
    memory = id;
    try { sessionStorage.setItem(SESSION, id); } catch (error) { /* switched off */ }
    return id;
  }

  function leaveSession() {
    memory = "";
    try { sessionStorage.removeItem(SESSION); } catch (error) { /* switched off */ }
  }

  // Nodes

  function make(tag, className, parent) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (parent) parent.appendChild(node);
    return node;
  }

  /* Show one of the page's own texts in `node`; it follows the language from then on. */
  function say(node, name) {
    if (name) node.setAttribute("data-text", name);
    else node.removeAttribute("data-text");
    node.textContent = name ? given.texts[language][name] : "";
    node.lang = language;
    return node;
  }

  function link(parent, text, address) {
    const node = make("a", "", parent);
    node.href = address;
    node.textContent = text;
    if (!/^tel:/.test(address)) {
      node.target = "_blank"; // the conversation stays open
      node.rel = "noopener noreferrer";
    }
  }

  // Texts: addresses of the web, telephone numbers as bodies of help write them

  const WEB = "https://[^\\s<>\"“”«»]+";
  const DIGIT = "(?:(?:[ .-]|\\) ?| ?\\()?\\d)"; // with what may stand before it
  const ABROAD = "\\+1" + DIGIT + "{10}|\\+[2-9]" + DIGIT + "{6,13}";
  const NEAR = "\\(?\\b\\d{3}\\)?[ .-]\\d{3}[ .-]\\d{4}\\b";
  const URGENT = "\\b(?:911|112)\\b"; // linked where life depends on it
  const SIGN = /^(?:[\u2600-\u27bf]\ufe0f?|[\ud83c-\ud83e][\udc00-\udfff]\ufe0f?|•|\d{1,2}\.)\s/;

  function write(node, text, urgent) {
    const sign = SIGN.exec(text);
    const told = /^(?:📞|☎)/.test(text) ? "\\(?\\d" + DIGIT + "+" : NEAR + (urgent ? "|" + URGENT : "");
    const pattern = new RegExp("(" + WEB + ")|(" + ABROAD + "|" + told + ")(?: *ext\\. ?\\d+)?", "g");
    let done = pattern.lastIndex = sign ? sign[0].length : 0;
    if (sign) make("span", "sign", node).textContent = sign[0];
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      let shown = found[0];
      if (found[1]) shown = shown.replace(/[.,;:!?)\]'’]+$/, "");
      const digits = found[2] ? found[2].replace(/[^\d+]/g, "") : "";
      if (found[2] && digits.length < 3) continue;
      node.appendChild(document.createTextNode(text.slice(done, found.index)));
      link(node, shown, found[1] ? shown : "tel:" + digits);
      done = pattern.lastIndex = found.index + shown.length;
    }
    node.appendChild(document.createTextNode(text.slice(done)));
  }

  /* The line that names the source, with a link to it where there is one. */
  function writeSource(node, text, source) {
    node.classList.add("source");
    const at = text.indexOf(source.title);
    if (!/^https:\/\//.test(source.url)) return write(node, text, false);
    write(node, text.slice(0, at), false);
    link(node, source.title, source.url);
    write(node, text.slice(at + source.title.length), false);
  }

  function fill(bubble, text, answer) {
    text.split(/\n{2,}/).forEach((block) => {
      const part = make("div", "part", bubble);
      let sourced = false;
      block.split("\n").forEach((words) => {
        const node = make("div", SIGN.test(words) ? "fact" : "", part);
        const source = answer.sources.find((one) => one.title && words.indexOf(one.title) > 0);
        if (source) {
          sourced = true;
          writeSource(node, words, source);
        } else write(node, words, answer.status === "urgent");
      });
      if (sourced && part.children.length > 1) part.firstChild.classList.add("title");
    });
  }

  function message(kind, speaker) {
    const node = make("div", "message " + kind, log);
    node.tabIndex = -1;
    const who = make("span", "unseen", node);
    if (speaker) say(who, speaker);
    else who.textContent = "Amparo";
    node.bubble = make("div", "bubble", node);
    node.bubble.dir = "auto";
    return node;
  }

  function button(parent, press) {
    const node = make("button", "", parent);
    node.type = "button";
    node.addEventListener("click", () => press(node));
    return node;
  }

  function forEach(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  /* Take away what matches; what had the focus there hands it to `heir`. */
  function clear(selector, heir) {
    forEach(selector, (node) => {
      const focused = node.contains(document.activeElement);
      node.parentNode.removeChild(node);
      if (focused && heir) heir.focus({ preventScroll: true });
    });
  }

  // The conversation

  function show(answer, asked) {
    if (answer.status === "forgotten") {
      leaveSession();
      clear(".message", field); // erased here too
    }
    if (!chosen) speak(answer.language);
    asked.lang = answer.language;
    clear(CHOICES, asked);
    answer.replies.forEach((reply) => {
      const node = message("theirs");
      node.lang = answer.language;
      fill(node.bubble, reply.text, answer);
      if (!reply.choices.length && !reply.ask_location) return;
      const choices = make("div", "choices", node);
      choices.setAttribute("role", "group");
      if (reply.ask_location) {
        say(button(choices, shareLocation), "share").className = "main";
      }
      reply.choices.forEach((choice) => {
        const pressed = button(choices, () => press(choice));
        pressed.textContent = choice.label;
        pressed.dir = "auto";
      });
    });
    // From the question on: one reads an answer from its beginning.
    if (asked.parentNode) asked.scrollIntoView();
  }

  function press(choice) {
    const code = /^lang:(\w+)$/.exec(choice.payload);
    if (code && given.texts[code[1]]) choose(code[1]);
    send(choice.label, { choice: choice.payload });
  }

  /* Say `shown` as the person and send `what`; `name` when it is one of the page's own texts. */
  function send(shown, what, name) {
    const asked = message("mine", "you");
    asked.lang = language;
    asked.bubble.textContent = shown;
    if (name) say(asked.bubble, name);
    clear(CHOICES, asked);
    clear(".passing");
    deliver(asked, what);
  }

  function deliver(asked, what) {
    asked.classList.remove("unsent");
    waiting += 1;
    busy("working");
    window.scrollTo(0, document.documentElement.scrollHeight);
    line = line.then(() => post(what)).then(
      (answer) => { rest(); show(answer, asked); },
      (error) => { rest(); fail(asked, what, error); }
    );
  }

  function post(what) {
    const body = Object.assign({ session: session() }, what);
    if (chosen) body.language = language;
    if (given.page.place) body.place = given.page.place;
    const abort = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => abort && abort.abort(), PATIENCE_MS);
    const options = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
    };
    if (abort) options.signal = abort.signal;
    return fetch("api/chat", options).then((response) => {
      if (!response.ok) throw response.status;
      return response.json();
    }).then(
      (answer) => { clearTimeout(timer); return answer; },
      (error) => { clearTimeout(timer); throw error; }
    );
  }

  function fail(asked, what, error) {
    asked.classList.add("unsent");
    const why = error === 429 ? "busy" : navigator.onLine === false ? "offline" : "failed";
    const note = message("note");
    say(note.bubble, why);
    const again = button(make("div", "choices again", note), () => {
      asked.focus({ preventScroll: true });
      log.removeChild(note);
      log.appendChild(asked);
      deliver(asked, what);
    });
    say(again, "again").className = "main";
    note.scrollIntoView(false);
  }

  function busy(name) {
    say(statusLine, name);
    statusLine.classList.add("busy");
  }

  function rest() {
    waiting -= 1;
    if (waiting) return;
    say(statusLine, "");
    statusLine.classList.remove("busy");
  }

  function shareLocation() {
    if (locating) return;
    locating = true;
    waiting += 1;
    busy("locating");
    clear(".passing");
    const found = (position) => {
      locating = false;
      rest();
      // To a hundred metres: enough to find what is near, no more is told.
      const round = (degrees) => Math.round(degrees * 1000) / 1000;
      const spot = { latitude: round(position.coords.latitude), longitude: round(position.coords.longitude) };
      send("", { location: spot }, "shared");
    };
    const refused = () => {
      locating = false;
      rest();
      const note = message("note passing");
      say(note.bubble, "unlocated");
      note.scrollIntoView(false);
    };
    if (!navigator.geolocation) refused();
    else navigator.geolocation.getCurrentPosition(found, refused, { timeout: 20000, maximumAge: 600000 });
  }

  // The languages

  /* Put the page's own texts into `code`. */
  function speak(code) {
    if (code === language || !given.texts[code]) return;
    language = code;
    document.documentElement.lang = code;
    document.title = "Amparo – " + given.texts[code].tagline;
    forEach("[data-text]", (node) => say(node, node.getAttribute("data-text")));
    forEach("[data-label]", (node) => {
      node.setAttribute("aria-label", given.texts[code][node.getAttribute("data-label")]);
    });
    byId("current").textContent = given.names[code];
    byId("current").lang = code;
    forEach("#languages button", (node) => {
      if (node.value === code) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    });
  }

  /* Speak `code` because the person wants it; the address keeps it when the page is loaded again. */
  function choose(code) {
    chosen = true;
    speak(code);
    const address = new URL(location.href);
    address.searchParams.set("lang", code);
    history.replaceState(null, "", address.href);
  }

  forEach("#languages button", (node) => node.addEventListener("click", () => {
    languages.open = false;
    languages.firstElementChild.focus();
    if (chosen && node.value === language) return;
    press({ label: given.names[node.value], payload: "lang:" + node.value });
  }));
  document.addEventListener("click", (event) => {
    if (!languages.contains(event.target)) languages.open = false;
  });
  languages.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !languages.open) return;
    languages.open = false;
    languages.firstElementChild.focus();
  });
  languages.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !languages.contains(event.relatedTarget)) languages.open = false;
  });

  // Writing

  function grow() {
    field.style.height = "auto";
    field.style.height = field.scrollHeight + 2 + "px"; // and the border
  }

  function submit() {
    const text = field.value.trim();
    if (!text) return field.focus();
    field.value = "";
    grow();
    send(text, { text: text });
  }

  byId("form").hidden = false; // not before it works
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
})();
