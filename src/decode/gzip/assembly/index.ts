/** What the caller sees of the inflater. */
export { endInput, makeRoom, unreadInput } from './bits';
export { outputEnd } from './coded-block';
export { begin, inflate } from './inflate';
export { inputBase, inputBytes, pieceBase } from './layout';
export { fault } from './statuses';
