// Reads a stream of server-sent events.
import http from "node:http";

import { called } from "./contract.mjs";
import { eventually } from "./processes.mjs";

// Over node:http, because the end of an aborted fetch may never be heard in Node 18.
export class EventReader {
  events = [];
  #kept = "";
  #closing = false;

  static open(person) {
    const reader = new EventReader();
    return new Promise((resolve, reject) => {
      reader.request = http.get(`${person.server.url}/api/v1/events`, {
        agent: false,
        headers: { authorization: `Bearer ${person.token}`, accept: "text/event-stream" },
      });
      reader.over = new Promise((ended) => reader.request.once("close", ended));
      reader.request.on("error", (problem) => {
        if (!reader.#closing) reader.problem = problem;
        reject(problem);
      });
      reader.request.on("response", (response) => {
        const type = (response.headers["content-type"] ?? "").split(";")[0];
        if (response.statusCode !== 200) return reject(new Error(`events: ${response.statusCode}`));
        if (type !== "text/event-stream") return reject(new Error(`events come as ${type}`));
        called.add("GET /events");
        response.setEncoding("utf8");
        response.on("data", (text) => reader.#take(text));
        response.on("error", (problem) => {
          if (!reader.#closing) reader.problem = problem;
        });
        return resolve(reader);
      });
    });
  }

  #take(text) {
    this.#kept += text;
    for (;;) {
      const end = this.#kept.indexOf("\n\n");
      if (end < 0) return;
      const event = { name: "message", data: "" };
      for (const line of this.#kept.slice(0, end).split("\n")) {
        if (line.startsWith("event:")) event.name = line.slice(6).trim();
        if (line.startsWith("data:")) event.data += line.slice(5).trim();
      }
      this.#kept = this.#kept.slice(end + 2);
      if (event.data !== "") this.events.push({ name: event.name, data: JSON.parse(event.data) });
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
    this.#closing = true;
    this.request.destroy();
    await this.over;
  }
}
