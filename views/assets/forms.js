// What forms do with a script, each in a file of its own; without one they do the same with a page more.
import './inPlace.js';
import './lookUp.js';
import './lineTable.js';
import './unsaved.js';
import './shares.js';
