// The peer of fan-out in Node: `ws`, one message to everyone who is there each time a line comes in.
import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => console.log(server.address().port));
createInterface({ input: process.stdin })
  .on("line", () => {
    const words = `@${process.hrtime.bigint().toString().padStart(19, "0")}@`.padEnd(200, ".");
    for (const one of server.clients) one.send(words);
  })
  .on("close", () => process.exit());
