/*
 * Defines window.Razorpay, as https://checkout.razorpay.com/v1/checkout.js does for pages in production.
 *
 * It only opens the payment window (an iframe in a native modal dialog) and passes its news on; paying and signing
 * happen at the gateway. It makes no request itself and styles through the CSSOM, so the page that loads it needs no
 * more than `script-src` and `frame-src` for this origin.
 */
(() => {
  "use strict";

  const gateway = document.currentScript.src.replace(/\/v1\/checkout\.js.*$/, "");
  const gatewayOrigin = new URL(gateway).origin;
  const windowTitle = "Sandbox checkout";

  const dialogStyle = {
    position: "fixed",
    inset: "0",
    width: "100vw",
    height: "100dvh",
    maxWidth: "none",
    maxHeight: "none",
    margin: "0",
    padding: "0",
    border: "0",
    overflow: "hidden",
    background: "transparent",
  };
  // An iframe whose colour scheme differs from its page's is drawn on an opaque sheet.
  const frameStyle = { display: "block", width: "100%", height: "100%", border: "0", colorScheme: "light" };

  function sendForm(address, fields) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = address;
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }

  class Razorpay {
    #options;
    #listeners = {};
    #dialog = null;
    #frame = null;
    #timer = null;
    #hear = (message) => this.#receive(message);

    constructor(options) {
      for (const name of ["key", "order_id"]) {
        if (!options || !options[name]) throw new Error(`Razorpay: the option ${name} is mandatory`);
      }
      this.#options = options;
    }

    on(event, listener) {
      (this.#listeners[event] ??= []).push(listener);
      return this;
    }

    open() {
      if (this.#dialog) return;
      this.#dialog = document.createElement("dialog");
      this.#frame = document.createElement("iframe");
      this.#dialog.setAttribute("aria-label", windowTitle);
      this.#frame.title = windowTitle;
      this.#frame.src = `${gateway}/checkout/window?for=${encodeURIComponent(location.origin)}`;
      Object.assign(this.#dialog.style, dialogStyle);
      Object.assign(this.#frame.style, frameStyle);
      this.#dialog.append(this.#frame);

      // Esc is the window's to answer: it knows whether a payment is under way.
      this.#dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        this.#tell({ type: "escape" });
      });
      window.addEventListener("message", this.#hear);
      if (this.#options.timeout) {
        this.#timer = setTimeout(() => this.#dismiss(), this.#options.timeout * 1000);
      }
      document.body.append(this.#dialog);
      // The top layer: above every other dialog of the page, the rest inert, focus given back at the end.
      this.#dialog.showModal();
      this.#frame.focus();
    }

    close() {
      this.#dismiss();
    }

    #tell(message) {
      this.#frame?.contentWindow?.postMessage(message, gatewayOrigin);
    }

    #receive(message) {
      if (message.origin !== gatewayOrigin || message.source !== this.#frame?.contentWindow) return;
      const { type, response } = message.data;
      if (type === "ready") this.#tell({ type: "options", options: this.#plainOptions() });
      if (type === "paid") this.#succeed(response);
      if (type === "failed") this.#fail(response);
      if (type === "dismissed") this.#dismiss();
      if (type === "lost") this.#close();
    }

    // Functions cannot cross to the frame, and nothing else of the page's options needs to.
    #plainOptions() {
      const { key, order_id, name, description, notes, prefill, theme, modal, config } = this.#options;
      const { escape = true, backdropclose = false } = modal ?? {};
      const shown = { key, order_id, name, description, notes, prefill, theme, config };
      return JSON.parse(JSON.stringify({ ...shown, modal: { escape, backdropclose } }));
    }

    // A page with a `callback_url` hears by a form that the browser sends there, instead of by `handler`.
    #succeed(response) {
      const { callback_url, redirect, handler } = this.#options;
      this.#close();
      if (callback_url && (redirect || !handler)) sendForm(callback_url, response);
      else handler?.(response);
    }

    #fail(response) {
      const { callback_url, redirect } = this.#options;
      if (callback_url && redirect) {
        const { code, description, field = "" } = response.error;
        this.#close();
        sendForm(callback_url, { "error[code]": code, "error[description]": description, "error[field]": field });
        return;
      }
      for (const listener of this.#listeners["payment.failed"] ?? []) listener(response);
      if (this.#options.retry?.enabled === false) this.#dismiss();
    }

    #dismiss() {
      if (!this.#dialog) return;
      this.#close();
      this.#options.modal?.ondismiss?.();
    }

    #close() {
      clearTimeout(this.#timer);
      window.removeEventListener("message", this.#hear);
      this.#dialog.close();
      this.#dialog.remove();
      this.#dialog = this.#frame = null;
    }
  }

  window.Razorpay = Razorpay;
})();
