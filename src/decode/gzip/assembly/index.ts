/** What the caller sees of the inflater. */
export { endInput, makeRoom, unreadInput } from './bits';
export { begin, inflate } from './inflate';
export { inputBase, inputBytes, pieceBase } from './layout';
export { outputEnd } from './output';
export { fault } from './statuses';
