import "./room-here.js";
import "./together/at-names.js";
import "./together/task-board.js";
