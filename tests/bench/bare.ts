import Koa from 'koa';
import type { AddressInfo } from 'node:net';
import { answerQuestions } from './messages';

/** A bare Koa page: what Node and Koa themselves cost for a body of this size. */
let body = Buffer.alloc(0);
const app = new Koa();
app.use((ctx) => {
  ctx.type = 'text/html; charset=utf-8';
  ctx.status = 200;
  ctx.body = body;
});
const server = app.listen(0, '127.0.0.1', () => {
  answerQuestions({ port: (server.address() as AddressInfo).port }, (question) => {
    if (question.ask === 'size') body = Buffer.alloc(question.bytes, 'x');
  });
});
