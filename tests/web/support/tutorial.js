// A page as people write it who follow the tutorial: the plain protocol, and nothing of this project.
const byId = (id) => document.getElementById(id);
const server = new URLSearchParams(location.search).get('server');
const socket = new WebSocket(server);
const typists = new Map();
let clientId = null;
let isTyping = false;
let typingTimer = null;

const send = (message) => socket.send(JSON.stringify(message));

socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  switch (message.type) {
    case 'joined':
      clientId = message.clientId;
      byId('current-room').innerText = message.room;
      byId('messages').innerText = '';
      typists.clear();
      message.history.forEach(showMessage);
      showUsers(message.users);
      showTypists();
      break;
    case 'user_joined':
      showUsers(message.users);
      showLine(`${message.username} joined`);
      break;
    case 'user_left':
      typists.delete(message.userId);
      showTypists();
      showUsers(message.users);
      showLine(`${message.username} left`);
      break;
    case 'message':
      showMessage(message);
      break;
    case 'typing':
      if (message.isTyping) typists.set(message.userId, message.username);
      else typists.delete(message.userId);
      showTypists();
      break;
    case 'error':
      byId('error').innerText = message.message;
      break;
  }
};

function showMessage({ userId, username, text, timestamp }) {
  const line = document.createElement('div');
  line.className = userId === clientId ? 'message own' : 'message';
  line.title = new Date(timestamp).toLocaleTimeString();
  line.innerText = `${username}: ${text}`;
  byId('messages').append(line);
}

function showLine(text) {
  const line = document.createElement('div');
  line.className = 'system';
  line.innerText = text;
  byId('messages').append(line);
}

function showUsers(users) {
  byId('users').innerText = '';
  for (const { id, username } of users) {
    const item = document.createElement('li');
    item.dataset.id = id;
    item.innerText = username;
    byId('users').append(item);
  }
}

function showTypists() {
  const names = [...typists.values()];
  byId('typing').innerText = names.length ? `${names.join(', ')} typing…` : '';
}

function stopTyping() {
  clearTimeout(typingTimer);
  if (!isTyping) return;
  isTyping = false;
  send({ type: 'typing', isTyping: false });
}

byId('join-form').onsubmit = (event) => {
  event.preventDefault();
  send({ type: 'join', username: byId('username').value, room: byId('room').value });
};

byId('text').oninput = () => {
  if (!isTyping) {
    isTyping = true;
    send({ type: 'typing', isTyping: true });
  }
  clearTimeout(typingTimer);
  typingTimer = setTimeout(stopTyping, 1500);
};

byId('message-form').onsubmit = (event) => {
  event.preventDefault();
  send({ type: 'message', text: byId('text').value });
  byId('text').value = '';
  stopTyping();
};
