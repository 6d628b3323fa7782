import "./room-here.js";
import "./together/at-names.js";
import "./together/task-board.js";
import "./together/talk-end.js";
