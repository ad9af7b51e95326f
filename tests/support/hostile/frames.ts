/** What's said on an open socket, by the number of the hostile list, and whether the socket outlives it. */
export type HostileFrames = [what: string, then: 'stays' | 'ends', ...frames: (string | Buffer)[]]

const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const placeholder = (attachments: number) => `45${attachments}-["document:command",{"_placeholder":true,"num":0}]`

export const hostileFrames: HostileFrames[] = [
  ...['42[', '42["document:command"', '42{}', '42"x"', '42null', '42[]', '42[null]', '42[{}]'].map<HostileFrames>(
    frame => [`H-01 ${frame}`, 'ends', frame],
  ),
  ...['4', '4999', '49', '4x', '46', '44{}', '44"x"', '40', '40{}', '40[', '43{}'].map<HostileFrames>(frame => [
    `H-01 ${frame}`,
    'ends',
    frame,
  ]),
  ...['9', 'x', '', '7'].map<HostileFrames>(frame => [`H-01 engine ${frame || 'nothing'}`, 'ends', frame]),
  ...['43999["x"]', '430["x"]', '6', '1', '0{}', '42', '43', '42[5]', '42["evil"]', '42["evil",{}]'].map<HostileFrames>(
    frame => [`H-01 ${frame}`, 'stays', frame],
  ),
  ['H-01 leaving', 'ends', '41'],
  ['H-01 leaving twice', 'ends', '41', '41'],
  ...['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].map<HostileFrames>(
    name => [`H-02 ${name}`, 'ends', `42["${name}",{}]`],
  ),
  ...['__proto__', 'constructor', 'toString', 'error', 'hasOwnProperty', 'document:events'].map<HostileFrames>(name => [
    `H-02 ${name}`,
    'stays',
    `42["${name}"]`,
    `42["${name}",{}]`,
    `4299["${name}",{}]`,
  ]),
  ['H-04 100,000 arrays deep, no message', 'stays', `42["evil",${arrays(100_000)}]`],
  ['H-04 100,000 arrays deep, no event', 'ends', `42${arrays(100_000)}`],
  ['H-06 binary where text belongs', 'ends', Buffer.from('42["document:close"]')],
  ['H-06 nothing, binary', 'ends', Buffer.alloc(0)],
  ['H-06 a placeholder', 'ends', placeholder(1)],
  ['H-06 a placeholder and what it stands for', 'ends', placeholder(1), Buffer.alloc(1_000_000)],
  ['H-06 10,000 placeholders', 'ends', placeholder(10_000)],
  ['H-06 459999999', 'ends', '459999999-["x"]'],
  ['H-06 an answer with attachments', 'ends', '4610-["x"]'],
  ['H-06 base64 that is binary', 'ends', `b${Buffer.from('x').toString('base64')}`],
  ['H-07 another namespace', 'stays', '40/evil,'],
  ['H-07 a thousand namespaces', 'stays', ...Array.from({ length: 1_000 }, (_, i) => `40/evil${i},{}`)],
  ['H-07 a namespace called __proto__', 'stays', '40/__proto__,'],
  ['H-07 an event in another namespace', 'ends', '42/evil,["document:close",{}]'],
]

/** What's said before anybody was let in: all of it is the end. */
export const earlyFrames: HostileFrames[] = [
  ...[
    '42["document:open",{}]',
    '420["document:command",{}]',
    '41',
    '43["x"]',
    '44{}',
    '4',
    '40[',
    '40"x"',
    '40null',
  ].map<HostileFrames>(frame => [`H-01 before being let in: ${frame}`, 'ends', frame]),
  ['H-01 asking a hundred times at once to be let in', 'ends', ...Array(100).fill('40')],
  ['H-06 binary before being let in', 'ends', placeholder(10), Buffer.alloc(1_000_000)],
]

/** Ways to shake hands that aren't ours: query and headers. */
export const handshakes: [what: string, query: string][] = [
  ...['1', '2', '3', '9', 'x', ''].map<[string, string]>(version => [
    `EIO=${version}`,
    `EIO=${version}&transport=polling`,
  ]),
  ...['', 'evil', '__proto__', 'constructor', 'webtransport', 'flashsocket'].map<[string, string]>(transport => [
    `transport=${transport}`,
    `EIO=4&transport=${transport}`,
  ]),
  ...['x', '__proto__', 'constructor', '%00', 'x'.repeat(5_000)].map<[string, string]>(sid => [
    `sid=${sid.slice(0, 20)}`,
    `EIO=4&transport=polling&sid=${sid}`,
  ]),
  ['arrays', 'EIO[]=4&transport[]=polling&sid[]=x'],
  ['objects', 'EIO[not]=4&transport[not]=polling'],
  ['a web socket that is none', 'EIO=4&transport=websocket'],
]
