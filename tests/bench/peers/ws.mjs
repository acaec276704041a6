// The tutorial's chat on npm's ws, as it is usually written: what a room hears is made to JSON once and sent to each.
// usage: node ws.mjs [CERTIFICATE KEY]
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import WebSocket, { WebSocketServer } from 'ws';
import { announce, Room } from './room.mjs';

const [certificate, key] = process.argv.slice(2);
const server = certificate ? https.createServer({ cert: readFileSync(certificate), key: readFileSync(key) }) : http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

function broadcast(room, event, except) {
  const text = JSON.stringify(event);
  for (const member of room.members.keys()) {
    if (member !== except && member.readyState === WebSocket.OPEN) member.send(text);
  }
}

sockets.on('connection', (socket) => {
  const user = { id: randomUUID(), username: '' };
  let room = null;

  const leave = () => {
    if (!room) return;
    room.members.delete(socket);
    broadcast(room, { type: 'user_left', userId: user.id, username: user.username, users: room.users });
    room = null;
  };

  const requests = {
    join({ username, room: name }) {
      leave();
      user.username = username;
      room = Room.named(name);
      room.members.set(socket, user);
      socket.send(JSON.stringify({ type: 'joined', clientId: user.id, room: name, history: room.history, users: room.users }));
      broadcast(room, { type: 'user_joined', userId: user.id, username, users: room.users }, socket);
    },
    message({ text }) {
      if (room) broadcast(room, { type: 'message', ...room.write(user, text) });
    },
    typing({ isTyping }) {
      if (room) broadcast(room, { type: 'typing', userId: user.id, username: user.username, isTyping }, socket);
    },
  };

  socket.on('message', (data) => {
    let request;
    try {
      request = JSON.parse(data);
    } catch {
      socket.send(JSON.stringify({ type: 'error', message: 'Invalid JSON' }));
      return;
    }
    if (Object.hasOwn(requests, request.type)) requests[request.type](request);
  });
  socket.on('close', leave);
  socket.on('error', () => {}); // 'close' follows
});

server.listen(0, '127.0.0.1', () => announce(certificate ? 'wss' : 'ws', server));
