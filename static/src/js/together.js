import "./room-here.js";
import "./together/task-board.js";
