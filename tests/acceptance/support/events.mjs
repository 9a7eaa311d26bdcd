// Reads a stream of server-sent events.
import { called } from "./contract.mjs";
import { eventually } from "./processes.mjs";

export class EventReader {
  static async open(person) {
    const reader = new EventReader();
    reader.events = [];
    reader.abort = new AbortController();
    const response = await fetch(`${person.server.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${person.token}`, accept: "text/event-stream" },
      signal: reader.abort.signal,
    });
    if (response.status !== 200) throw new Error(`events: ${response.status}`);
    const type = response.headers.get("content-type").split(";")[0];
    if (type !== "text/event-stream") throw new Error(`events come as ${type}`);
    called.add("GET /events");
    reader.over = reader.#read(response.body).catch((problem) => {
      if (problem.name !== "AbortError") reader.problem = problem;
    });
    return reader;
  }

  async #read(body) {
    // Read piece by piece: in Node 18 a stream piped through a decoder may never hear that it was aborted.
    const source = body.getReader();
    const decoder = new TextDecoder();
    let kept = "";
    for (;;) {
      const { done, value } = await source.read();
      if (done) return;
      kept += decoder.decode(value, { stream: true });
      for (;;) {
        const end = kept.indexOf("\n\n");
        if (end < 0) break;
        const event = { name: "message", data: "" };
        for (const line of kept.slice(0, end).split("\n")) {
          if (line.startsWith("event:")) event.name = line.slice(6).trim();
          if (line.startsWith("data:")) event.data += line.slice(5).trim();
        }
        kept = kept.slice(end + 2);
        if (event.data !== "") this.events.push({ name: event.name, data: JSON.parse(event.data) });
      }
    }
  }

  // Waits for an event that `fits`, among those that came since the last call.
  async next(what, fits) {
    return eventually(what, () => {
      if (this.problem) throw this.problem;
      const at = this.events.findIndex(fits);
      if (at < 0) return null;
      return this.events.splice(0, at + 1).pop();
    });
  }

  async close() {
    this.abort.abort();
    await this.over;
  }
}
