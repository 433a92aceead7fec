// Sends messages without reloading the page. Without this script every form works by itself.
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  const [form, text, upload, file] = ["compose", "text", "upload", "file"].map(find);
  const [log, desk, panel, quick, alertBox, retry] = ["log", "desk", "panel", "quick", "alert", "retry"].map(find);
  const TIMEOUT = 120000;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 62rem)");
  const touch = matchMedia("(pointer: coarse)");
  let busy = false;
  let unsent = null; // what could not be sent: the same again goes out under the same id

  document.documentElement.classList.add("js");

  const newId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const clone = (id) => find(id).content.firstElementChild.cloneNode(true);
  const bring = (element, block) => element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight * 0.4)}px`;
  };

  const showAlert = (sentence, again) => {
    alertBox.firstElementChild.textContent = sentence;
    retry.hidden = !again;
    alertBox.hidden = false;
  };
  const hideAlert = () => {
    alertBox.hidden = true;
  };

  const setBusy = (on) => {
    busy = on;
    log.setAttribute("aria-busy", String(on));
    document.body.classList.toggle("busy", on);
  };

  const showPanel = (html) => {
    const before = panel.querySelector("details");
    const open = before ? before.open : !narrow.matches;
    panel.innerHTML = html;
    panel.hidden = !html;
    desk.classList.toggle("filling", Boolean(html));
    quick.hidden = Boolean(html);
    const box = panel.querySelector("details");
    if (box) box.open = open;
    showCurrent();
  };

  const showCurrent = () => {
    const rows = panel.querySelector(".rows");
    const current = panel.querySelector(".current");
    if (rows && current) rows.scrollTop = current.offsetTop - rows.offsetTop - rows.clientHeight / 3;
  };

  const showReplies = (person, answer) => {
    person.querySelector(".said").textContent = answer.said;
    log.querySelectorAll(".choices, .suggestions, #welcome").forEach((old) => old.remove());
    person.insertAdjacentHTML("afterend", answer.replies);
    const tall = log.lastElementChild.getBoundingClientRect().bottom - person.getBoundingClientRect().top;
    bring(...(tall > log.parentElement.clientHeight ? [person, "start"] : [log.lastElementChild, "end"]));
    showPanel(answer.panel);
    if (!touch.matches) text.focus({ preventScroll: true });
  };

  const request = async (sent) => {
    const body = sent.file ? new FormData() : new URLSearchParams();
    body.set("token", form.elements.token.value);
    body.set("message", sent.id);
    body.set(sent.name, sent.file ?? sent.value);
    const response = await fetch(sent.file ? upload.action : form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(answer.error), { sentence: answer.error, final: response.status < 500 });
  };

  const send = async (sent) => {
    if (busy) return;
    const same = unsent && unsent.name === sent.name && unsent.value === sent.value && unsent.file === sent.file;
    sent.id = same ? unsent.id : newId();
    setBusy(true);
    hideAlert();
    const person = clone("person");
    person.querySelector(".said").textContent = sent.shown;
    const typing = clone("typing");
    log.append(person, typing);
    bring(typing, "end");
    if (sent.name === "text") text.value = "";
    grow();
    try {
      const answer = await request(sent);
      typing.remove();
      unsent = null;
      showReplies(person, answer);
    } catch (error) {
      person.remove();
      typing.remove();
      unsent = error.final ? null : sent;
      if (sent.name === "text" && !text.value) text.value = sent.value;
      showAlert(error.sentence ?? find("not-sent").content.textContent, !error.final);
      grow();
      if (!touch.matches) text.focus({ preventScroll: true });
    } finally {
      setBusy(false);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button && button.name) {
      const label = (button.querySelector("strong") ?? button).textContent.trim();
      send({ name: button.name, value: button.value, shown: button.name === "ask" ? button.value : label });
    } else if (text.value.trim()) {
      send({ name: "text", value: text.value, shown: text.value });
    } else {
      text.focus();
    }
  });

  text.addEventListener("keydown", (event) => {
    // While an input method composes, Enter chooses a word (229: Safari ends the composition first).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("input", grow);

  file.addEventListener("change", () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    if (chosen.size > file.dataset.most * 1024 * 1024) {
      showAlert(file.dataset.tooLarge.replace("{name}", chosen.name), false);
      return;
    }
    send({ name: "file", file: chosen, shown: chosen.name });
  });

  retry.addEventListener("click", () => {
    if (!unsent) return;
    if (text.value === unsent.value) text.value = "";
    send({ ...unsent });
  });
  find("dismiss").addEventListener("click", () => {
    hideAlert();
    text.focus();
  });

  panel.addEventListener("toggle", showCurrent, true);

  if (narrow.matches) {
    document.querySelectorAll("details.progress, details.validity").forEach((box) => {
      box.open = false;
    });
  }
  showCurrent();
  grow();
})();
