// The tutorial's chat on npm's socket.io, with its own rooms; as one of several servers, with its adapter for Redis.
// usage: node socketio.mjs [URL_OF_REDIS]
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { Server } from 'socket.io';
import { announce, Room } from './room.mjs';

const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });

const [redis] = process.argv.slice(2);
if (redis) {
  const { createClient } = await import('@redis/client');
  const { createAdapter } = await import('@socket.io/redis-adapter');
  const clients = [createClient({ url: redis }), createClient({ url: redis })];
  for (const client of clients) client.on('error', () => {}); // it connects anew by itself
  process.on('unhandledRejection', () => {}); // a PUBLISH of the adapter's that fails would end the process
  await Promise.all(clients.map((client) => client.connect()));
  io.adapter(createAdapter(...clients));
}

io.on('connection', (socket) => {
  const user = { id: randomUUID(), username: '' };
  let name = null;

  const leave = () => {
    if (name === null) return;
    const room = Room.named(name);
    room.members.delete(socket);
    socket.leave(name);
    io.to(name).emit('user_left', { userId: user.id, username: user.username, users: room.users });
    name = null;
  };

  socket.on('join', ({ username, room: wanted }) => {
    leave();
    user.username = username;
    name = wanted;
    const room = Room.named(name);
    room.members.set(socket, user);
    socket.join(name);
    socket.emit('joined', { clientId: user.id, room: name, history: room.history, users: room.users });
    socket.to(name).emit('user_joined', { userId: user.id, username, users: room.users });
  });
  socket.on('message', ({ text }) => {
    if (name !== null) io.to(name).emit('message', Room.named(name).write(user, text));
  });
  socket.on('typing', ({ isTyping }) => {
    if (name !== null) socket.to(name).emit('typing', { userId: user.id, username: user.username, isTyping });
  });
  socket.on('disconnect', leave);
});

server.listen(0, '127.0.0.1', () => announce('ws', server));
