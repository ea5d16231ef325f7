import { Component } from "react";

/** Round the whole app: when a part of a page breaks, people see a calm page with a reference instead of nothing, and
 *  the server hears of it. */
export class Mishap extends Component {
  state = { reference: "" };

  static getDerivedStateFromError() {
    return { reference: Math.random().toString(16).slice(2, 10).padEnd(8, "0") };
  }

  componentDidCatch(error) {
    this.props.onMishap?.(this.state.reference, String(error?.message ?? error).slice(0, 300));
  }

  render() {
    const { children, words } = this.props;
    if (!this.state.reference) return children;
    return (
      <main className="mishap" role="alert">
        <svg viewBox="0 0 320 240" width="240" height="180" aria-hidden="true">
          <use href="/pictures/error.svg#drawing" />
        </svg>
        <h1>{words.title}</h1>
        <p>{words.more}</p>
        <div>
          <button type="button" onClick={() => location.reload()}>
            {words.reload}
          </button>
          <a href="/">{words.home}</a>
        </div>
        <p className="mishap-reference">{words.reference.replace("{reference}", this.state.reference)}</p>
      </main>
    );
  }
}
