// The stories of qn37 once more, on PostgreSQL: one private server, a database of its own for each group.
process.env.CONGVAN_ACCEPTANCE_STORAGE = "postgres";

const { hold, release } = await import("./support/story.mjs");
const { after } = await import("node:test");

hold();
after(release);
await import("./a_directory.test.mjs");
await import("./b_outgoing.test.mjs");
await import("./c_incoming.test.mjs");
await import("./d_exchange.test.mjs");
await import("./e_f_g.test.mjs");
