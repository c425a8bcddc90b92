import { expect, test } from 'vitest';
import { importStrace } from '../../src/import/strace.ts';
import { isStraceLog } from '../../src/import/strace-lines.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { encode } from '../trace/support.ts';
import { happenings, hex, logOf, open, realLog } from './strace-log.ts';

const HERE = `{sa_family=AF_INET, sin_port=htons(5050), sin_addr=inet_addr(${hex('127.0.0.1')})}`;
const THERE = `{sa_family=AF_INET, sin_port=htons(49152), sin_addr=inet_addr(${hex('127.0.0.1')})}`;
const SOCKET = '7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3';
const BIND = `7 bind(3, ${HERE}, 16) = 0`;
const LISTEN = '7 listen(3, 128)  = 0';
const ACCEPT = `7 accept4(3, ${THERE}, [16], SOCK_CLOEXEC) = 4`;
const SERVER = [SOCKET, BIND, LISTEN, ACCEPT];
const CONNECT = [SOCKET, `7 connect(3, ${HERE}, 16) = 0`];
const THREAD =
  'clone3({flags=CLONE_VM|CLONE_THREAD, stack_size=0x7fff80} => {parent_tid=[8]}, 88) = 8';

/** What the lines behind a connection's beginning become. */
const onServer = (...lines: readonly string[]) =>
  happenings(open(logOf(...SERVER, ...lines))).slice(8);
const onClient = (...lines: readonly string[]) =>
  happenings(open(logOf(...CONNECT, ...lines))).slice(4);

function refused(log: string | Uint8Array): ImportError {
  try {
    importStrace(typeof log === 'string' ? encode(log) : log);
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('a server is who listens; its calls have their entries and their returns', () => {
  expect(open(logOf(...SERVER)).events).toEqual(
    [
      'p1 th1 prog.start name="server" role="server" argv=[]',
      'p1 th1 thread.run name="MainThread" tid=7',
      'p1 th1 socket family="AF_INET" type="SOCK_STREAM"',
      'p1 th1 socket.ret s=1 fd=3 re=socket',
      'p1 th1 bind s=1 fd=3 address=["127.0.0.1",5050]',
      'p1 th1 bind.ret s=1 fd=3 local=["127.0.0.1",5050] re=bind',
      'p1 th1 listen s=1 fd=3 backlog=128',
      'p1 th1 listen.ret s=1 fd=3 re=listen',
      'p1 th1 accept s=1 fd=3',
      'p1 th1 accept.ret s=1 fd=4 s2=2 peer=["127.0.0.1",49152] local=["127.0.0.1",5050] re=accept',
      'end',
    ].map((event) => event.replace('p1 th1 prog.start', 'prog.start')),
  );
});

test('a client is who connects; its own port is what getsockname says later', () => {
  const log = logOf(...CONNECT, `7 getsockname(3, ${THERE}, [128 => 16]) = 0`);
  expect(happenings(open(log)).at(-1)).toBe(
    'p1 th1 connect.ret s=1 fd=3 local=["127.0.0.1",49152] peer=["127.0.0.1",5050] re=connect',
  );
  expect(open(log).events[1]).toContain('name="client-1" role="client"');
});

test('a port that no line says is that of the accept whose turn it was', () => {
  const both = [
    ...SERVER.slice(0, 3),
    '9 socket(AF_INET, SOCK_STREAM, 0) = 3',
    `9 connect(3, ${HERE}, 16) = 0`,
  ];
  const sends = `9 sendto(3, "a", 1, 0, NULL, 0) = 1`;
  const takes = (fd: number, text: string) => `7 recvfrom(${fd}, "${text}", 64, 0, NULL, NULL) = 1`;
  const other = ACCEPT.replace('49152', '60000').replace('= 4', '= 5');
  const connected = (log: string) =>
    open(log).events.find((event) => event.includes('connect.ret'));
  expect(connected(logOf(...both, ACCEPT))).toContain('local=["127.0.0.1",49152]');
  // The first accept took other bytes: somebody from outside had come before.
  expect(connected(logOf(...both, ACCEPT, other, sends, takes(4, 'b'), takes(5, 'a')))).toContain(
    'local=["127.0.0.1",60000]',
  );
  // An accept that returned before the connect began cannot be its other end.
  expect(connected(logOf(...SERVER, ...both.slice(3)))).toContain('local=["0.0.0.0",0]');
});

test('bytes have their offsets in the stream, whichever call carries them', () => {
  expect(
    onServer(
      '7 recvfrom(4, "\\x48\\x69", 64, 0, NULL, NULL) = 2',
      '7 read(4, "!", 64) = 1',
      `7 recvmsg(4, {msg_name=0x7ffc, msg_namelen=16 => 0, msg_iov=[{iov_base="ab", iov_len=10}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0) = 2`,
      '7 readv(4, [{iov_base="c", iov_len=1}, {iov_base="d", iov_len=9}], 2) = 2',
      '7 recvfrom(4, "", 64, 0, NULL, NULL) = 0',
    ),
  ).toEqual([
    'p1 th1 recv s=2 fd=4 max=64',
    'p1 th1 recv.ret s=2 fd=4 n=2 off=0 u="Hi" re=recv',
    'p1 th1 recv s=2 fd=4 max=64',
    'p1 th1 recv.ret s=2 fd=4 n=1 off=2 u="!" re=recv',
    'p1 th1 recv s=2 fd=4 max=10',
    'p1 th1 recv.ret s=2 fd=4 n=2 off=3 u="ab" re=recv',
    'p1 th1 recv s=2 fd=4 max=10',
    'p1 th1 recv.ret s=2 fd=4 n=2 off=5 u="cd" re=recv',
    'p1 th1 recv s=2 fd=4 max=64',
    'p1 th1 recv.ret s=2 fd=4 n=0 off=7 u="" re=recv',
  ]);
});

test('a send that was taken in part is followed at the byte that was not', () => {
  expect(
    onClient(
      '7 sendto(3, "abcd", 4, 0, NULL, 0) = 3',
      '7 write(3, "d", 1) = 1',
      '7 sendmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="ab", iov_len=2}, {iov_base="c", iov_len=1}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = 3',
    ),
  ).toEqual([
    'p1 th1 send s=1 fd=3 len=4 off=0 u="abcd"',
    'p1 th1 send.ret s=1 fd=3 n=3 re=send',
    'p1 th1 send s=1 fd=3 len=1 off=3 u="d"',
    'p1 th1 send.ret s=1 fd=3 n=1 re=send',
    'p1 th1 send s=1 fd=3 len=3 off=4 u="abc"',
    'p1 th1 send.ret s=1 fd=3 n=3 re=send',
  ]);
});

test('bytes that -s cut off are counted, not invented', () => {
  expect(
    onServer(
      '7 recvfrom(4, "ab"..., 64, 0, NULL, NULL) = 5',
      '7 sendto(4, "abc"..., 9, 0, NULL, 0) = 9',
      '7 sendmsg(4, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="ab"..., iov_len=5}, {iov_base="c", iov_len=1}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = 6',
      '7 sendfile(4, 9, [0] => [70], 70) = 70',
    ),
  ).toEqual([
    'p1 th1 recv s=2 fd=4 max=64',
    'p1 th1 recv.ret s=2 fd=4 n=5 off=0 cut=3 u="ab" re=recv',
    'p1 th1 send s=2 fd=4 len=9 off=0 cut=6 u="abc"',
    'p1 th1 send.ret s=2 fd=4 n=9 re=send',
    'p1 th1 send s=2 fd=4 len=6 off=9 cut=4 u="ab"',
    'p1 th1 send.ret s=2 fd=4 n=6 re=send',
    'p1 th1 send s=2 fd=4 len=70 off=15 cut=70 u=""',
    'p1 th1 send.ret s=2 fd=4 n=70 re=send',
  ]);
});

test('a look with MSG_PEEK takes no bytes and is no recv, whenever the log says so', () => {
  const first = ['p1 th1 recv s=2 fd=4 max=64', 'p1 th1 recv.ret s=2 fd=4 n=1 off=0 u="a" re=recv'];
  const recv = '7 recvfrom(4, "a", 64, 0, NULL, NULL) = 1';
  expect(onServer('7 recvfrom(4, "a", 64, MSG_PEEK, NULL, NULL) = 1', recv)).toEqual(first);
  const late = [
    '7 recvfrom(4,  <unfinished ...>',
    '7 <... recvfrom resumed>"a", 64, MSG_PEEK, NULL, NULL) = 1',
  ];
  expect(onServer(...late, recv)).toEqual(first);
});

test('an entry and its rest are two events, others come between', () => {
  const log = logOf(
    ...SERVER,
    `7 ${THREAD}`,
    '8 recvfrom(4,  <unfinished ...>',
    '7 accept4(3,  <unfinished ...>',
    '8 <... recvfrom resumed>"a", 64, 0, NULL, NULL) = 1',
  );
  expect(open(log).events.slice(10)).toEqual([
    'p1 th1 thread.start child=2 name="Thread-1"',
    'p1 th2 thread.run name="Thread-1" tid=8',
    'p1 th2 recv s=2 fd=4 max=64',
    'p1 th1 accept s=1 fd=3',
    'p1 th2 recv.ret s=2 fd=4 n=1 off=0 u="a" re=recv',
    'end',
  ]);
});

test('what a recv asked for is unknown where the log ends before it returned', () => {
  expect(onServer('7 recvfrom(4,  <unfinished ...>')).toEqual(['p1 th1 recv s=2 fd=4']);
});

test('a thread whose lines come before its clone returns is still its parent’s', () => {
  const log = logOf(
    ...SERVER,
    `7 clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7f} <unfinished ...>`,
    '8 recvfrom(4, "a", 64, 0, NULL, NULL) = 1',
    '7 <... clone3 resumed> => {parent_tid=[8]}, 88) = 8',
  );
  expect(open(log).events.slice(10, 14)).toEqual([
    'p1 th1 thread.start child=2 name="Thread-1"',
    'p1 th2 thread.run name="Thread-1" tid=8',
    'p1 th2 recv s=2 fd=4 max=64',
    'p1 th2 recv.ret s=2 fd=4 n=1 off=0 u="a" re=recv',
  ]);
});

test('a clone that failed started nothing', () => {
  const log = logOf(
    ...SERVER,
    '7 clone3({flags=CLONE_THREAD}, 88) = -1 EAGAIN (Resource temporarily unavailable)',
  );
  expect(open(log).events.join()).not.toContain('thread.start');
});

test('a copy of a process is a program of its own, with the same sockets', () => {
  const log = logOf(
    ...SERVER,
    '7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 9',
    '9 recvfrom(4, "a", 64, 0, NULL, NULL) = 1',
    '7 close(4) = 0',
    '9 close(4) = 0',
  );
  const { events } = open(log);
  expect(events).toContain('p2 th2 recv s=2 fd=4 max=64');
  // The parent's close is not the last: the connection goes on.
  expect(events.filter((event) => /^p\d th\d close /.test(event))).toEqual([
    'p2 th2 close s=2 fd=4',
  ]);
});

test('a failure has its name, its number and its words', () => {
  expect(
    onServer(
      '7 recvfrom(4, 0x7f3c1754c760, 5, 0, NULL, NULL) = -1 ECONNRESET (Connection reset by peer)',
    ),
  ).toEqual([
    'p1 th1 recv s=2 fd=4 max=5',
    'p1 th1 recv.err s=2 fd=4 name="ECONNRESET" number=104 message="Connection reset by peer" re=recv',
  ]);
});

const INTERRUPTED = [
  '7 accept4(3,  <unfinished ...>',
  '7 <... accept4 resumed>0x7f, [16], SOCK_CLOEXEC) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)',
  '7 --- SIGINT {si_signo=SIGINT, si_code=SI_USER, si_pid=1, si_uid=0} ---',
];

test('a call that the kernel begins anew after a signal is one call', () => {
  expect(onServer(...INTERRUPTED, ACCEPT.replace('= 4', '= 5'))).toEqual([
    'p1 th1 accept s=1 fd=3',
    'p1 th1 accept.ret s=1 fd=5 s2=3 peer=["127.0.0.1",49152] local=["127.0.0.1",5050] re=accept',
  ]);
});

test('a call that the program does not see again after a signal failed', () => {
  expect(onServer(...INTERRUPTED, '7 write(2, "oh", 2) = 2')).toEqual([
    'p1 th1 accept s=1 fd=3',
    'p1 th1 accept.err s=1 fd=3 name="EINTR" number=4 message="Interrupted system call" re=accept',
    'p1 th1 out stream="stderr" text="oh"',
  ]);
});

test('a call in which the program was killed did not return', () => {
  const log = logOf(
    ...SERVER,
    ...INTERRUPTED,
    '7 accept4(3,  <unfinished ...>',
    '7 <... accept4 resumed> <unfinished ...>) = ?',
    '7 +++ killed by SIGKILL +++',
  );
  expect(open(log).events.slice(11)).toEqual([
    'p1 th1 accept s=1 fd=3',
    'p1 th1 close s=1 fd=3 by="exit"',
    'p1 th1 close s=2 fd=4 by="exit"',
    'p1 th1 thread.exit',
    'prog.exit code=-9',
    'end',
  ]);
});

test('a connect with a time limit ends where Python asks how it went', () => {
  const begin = [SOCKET, `7 connect(3, ${HERE}, 16) = -1 EINPROGRESS (Operation now in progress)`];
  const asked = (error: string) =>
    happenings(open(logOf(...begin, `7 getsockopt(3, SOL_SOCKET, SO_ERROR, [${error}], [4]) = 0`)));
  expect(asked('0').slice(2)).toEqual([
    'p1 th1 connect s=1 fd=3 address=["127.0.0.1",5050]',
    'p1 th1 connect.ret s=1 fd=3 local=["0.0.0.0",0] peer=["127.0.0.1",5050] re=connect',
  ]);
  expect(asked('ECONNREFUSED')[3]).toBe(
    'p1 th1 connect.err s=1 fd=3 name="ECONNREFUSED" number=111 message="Connection refused" re=connect',
  );
});

test('options and half closes are calls like others', () => {
  expect(
    onServer(
      '7 setsockopt(4, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}, 8) = 0',
      '7 shutdown(4, SHUT_WR) = 0',
      '7 shutdown(4, SHUT_RDWR) = -1 ENOTCONN (Transport endpoint is not connected)',
    ),
  ).toEqual([
    'p1 th1 setsockopt s=2 fd=4 level="SOL_SOCKET" option="SO_LINGER" value=1',
    'p1 th1 setsockopt.ret s=2 fd=4 re=setsockopt',
    'p1 th1 shutdown s=2 fd=4 how="SHUT_WR"',
    'p1 th1 shutdown.ret s=2 fd=4 re=shutdown',
    'p1 th1 shutdown s=2 fd=4 how="SHUT_RDWR"',
    'p1 th1 shutdown.err s=2 fd=4 name="ENOTCONN" number=107 message="Transport endpoint is not connected" re=shutdown',
  ]);
});

test('a descriptor that is used again stands for another socket', () => {
  const events = onServer('7 close(4) = 0', ACCEPT, '7 recvfrom(4, "a", 1, 0, NULL, NULL) = 1');
  expect(events.slice(-2)).toEqual([
    'p1 th1 recv s=3 fd=4 max=1',
    'p1 th1 recv.ret s=3 fd=4 n=1 off=0 u="a" re=recv',
  ]);
});

test('a duplicate stands for the same socket: dup, fcntl, or by its address', () => {
  const sent = (...made: readonly string[]) =>
    onServer(...made, '7 sendto(9, "a", 1, 0, NULL, 0) = 1').at(-2);
  const send = 'p1 th1 send s=2 fd=9 len=1 off=0 u="a"';
  expect(sent('7 dup(4) = 9')).toBe(send);
  expect(sent('7 fcntl(4, F_DUPFD_CLOEXEC, 0) = 9')).toBe(send);
  // Python's dup() calls fcntl, which the command leaves out of the log, and then getsockname.
  expect(sent(`7 getsockname(9, ${HERE}, [128 => 16]) = 0`)).toBe(send);
});

test('what is printed and typed belongs to the thread that does it', () => {
  expect(
    onServer(
      `7 write(1, ${hex('Grüße\n')}, 8) = 8`,
      '7 write(2, "oh\\n", 3) = 3',
      '7 read(0, "yes\\n", 8192) = 4',
      '7 read(0, "", 8192) = 0',
    ),
  ).toEqual([
    'p1 th1 out stream="stdout" text="Grüße\\n"',
    'p1 th1 out stream="stderr" text="oh\\n"',
    'p1 th1 input prompt=""',
    'p1 th1 input.ret text="yes" re=input',
    'p1 th1 input prompt=""',
    'p1 th1 input.ret re=input',
  ]);
});

test('a character that two writes share is printed once it is whole', () => {
  expect(onServer('7 write(1, "a\\303", 2) = 2', '7 write(1, "\\244b", 2) = 2')).toEqual([
    'p1 th1 out stream="stdout" text="a"',
    'p1 th1 out stream="stdout" text="äb"',
  ]);
});

test('a print that -s cut says how much of it is not recorded', () => {
  expect(onServer('7 write(1, "ab"..., 7) = 7')).toEqual([
    'p1 th1 out stream="stdout" text="ab[5 bytes not recorded]"',
  ]);
});

test('a number that the program closed is no terminal any more', () => {
  expect(onServer('7 close(1) = 0', '7 write(1, "to a file", 9) = 9')).toEqual([]);
});

test('files, other sockets and processes without a socket are left out, and it is said', () => {
  const log = logOf(
    '7 read(9, "\\x7f\\x45\\x4c\\x46", 832) = 4',
    '7 close(9) = 0',
    '7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 5',
    '7 connect(5, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    '7 close(5) = 0',
    '7 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 5',
    `7 sendto(5, "x", 1, 0, ${THERE}, 16) = 1`,
    '7 socketpair(AF_UNIX, SOCK_STREAM, 0, [10, 11]) = 0',
    '7 sendto(10, "1", 1, 0, NULL, 0) = 1',
    '7 clone(child_stack=NULL, flags=SIGCHLD) = 12',
    '12 write(1, "in a pipe", 9) = 9',
    '12 +++ exited with 0 +++',
    ...SERVER,
  );
  const { events, damage } = open(log);
  expect(damage).toEqual([]);
  expect(events.slice(0, 2)).toEqual([
    'note text="Left out of 16 lines: 10 lines on files and other things that are no TCP socket and no terminal (close 2, sendto 2, socket 2, clone 1, connect 1, read 1, socketpair 1)."',
    'note text="Left out: 2 lines of a process without a TCP socket."',
  ]);
  expect(happenings(open(log))).toHaveLength(8);
});

test('without any socket, programs with a terminal are shown', () => {
  expect(happenings(open(logOf('7 write(1, "hello\\n", 6) = 6')))).toEqual([
    'p1 th1 out stream="stdout" text="hello\\n"',
  ]);
});

test('a log that begins in the middle shows the sockets that were there', () => {
  const log = logOf(
    '7 recvfrom(4<TCP:[127.0.0.1:5050->127.0.0.1:49152]>, "a", 64, 0, NULL, NULL) = 1',
    '7 <... accept4 resumed>NULL, NULL, SOCK_CLOEXEC) = 9',
    '7 sendto(6, "b", 1, 0, NULL, 0) = 1',
  );
  expect(happenings(open(log))).toEqual([
    'p1 th1 recv s=1 fd=4 max=64',
    'p1 th1 recv.ret s=1 fd=4 n=1 off=0 u="a" re=recv',
    'p1 th1 send s=2 fd=6 len=1 off=0 u="b"',
    'p1 th1 send.ret s=2 fd=6 n=1 re=send',
  ]);
  expect(open(log).damage).toEqual([
    'line 2: the end of a accept4 whose beginning is not in the log',
  ]);
});

test('how a program was started is known where execve is in the log', () => {
  const log = logOf(
    '7 execve("/usr/bin/python3", ["python3", "server.py"], 0x7f /* 9 vars */) = 0',
    ...SERVER,
  );
  expect(open(log).events[1]).toContain('argv=["python3","server.py"]');
});

test('a server that puts headers before its replies is known by its bytes', () => {
  const reply = (text: string) => `7 sendto(4, "${text}", 64, 0, NULL, 0) = 64`;
  expect(open(logOf(...SERVER, reply('12'.padEnd(64)))).events[0]).toContain('framed_replies=true');
  expect(open(logOf(...SERVER, reply('Msg received'.padEnd(64)))).events[0]).not.toContain(
    'framed',
  );
});

test('times are those of the lines; with -T a return comes after what it took', () => {
  const { trace } = open(
    logOf(...SERVER, '7 recvfrom(4, "a", 64, 0, NULL, NULL) = 1 <0.000250>'),
  ).parsed;
  expect([...trace.ats].slice(-3)).toEqual([4_000_000, 4_250_000, 4_250_000]);
  expect(trace.header.epoch_ns).toBe('1795422677000000000');
});

test('times never go back, whatever the log says', () => {
  const log = logOf(...SERVER).replace('.003000', '.000500');
  const { trace } = open(log).parsed;
  expect([...trace.ats]).toEqual([...trace.ats].sort((a, b) => a - b));
});

test('a time that cannot be is reported, and its line has its place all the same', () => {
  const log = logOf(...SERVER).replace('1795422677.002', '9995422677.002');
  expect(open(log).damage).toEqual([
    'line 3: the time is more than 100 days from that of the first line',
  ]);
  expect(happenings(open(log))).toEqual(happenings(open(logOf(...SERVER))));
});

test('the header says where the trace comes from and what it cannot show', () => {
  expect(open(logOf(...SERVER)).parsed.trace.header).toMatchObject({
    imported: { from: 'strace', tool: 'strace', missing: ['queues', 'source'] },
    detail: 'calls',
    pid: 7,
  });
});

test('a line that is not understood is reported with its place, and left out', () => {
  const log = logOf(...SERVER, '7 recvfrom(4, "a', '7 recvfrom(4, "b", 1, 0, NULL, NULL) = 1');
  const { damage } = importStrace(encode(log));
  const byte = logOf(...SERVER).length;
  expect(damage).toEqual([{ line: 5, byte, reason: 'recvfrom without the end of its arguments' }]);
  expect(onServer('7 recvfrom(4, "a', '7 recvfrom(4, "b", 1, 0, NULL, NULL) = 1').at(-1)).toContain(
    'u="b"',
  );
});

test.each([
  ['7 recvfrom(4, "abc", 64, 0, NULL, NULL) = -7', '-7 is no number of bytes'],
  ['7 sendto(4, "abc", 2, 0, NULL, 0) = 2', '3 bytes where the call was given 2'],
  ['7 sendto(4, "abc", 3, 0, NULL, 0) = 4', '4 bytes of 3 were sent'],
  ['7 sendto(4, 0x7f, 3, 0, NULL, 0) = 3', 'bytes that are not there'],
  ['7 recvfrom(4, "abc", many, 0, NULL, NULL) = 3', '"many" is no whole number'],
  ['7 shutdown(4, SHUT_ALL) = 0', '"SHUT_ALL" is no way to shut down'],
  ['7 write(1, "x", 4x) = 4 5', '"= 4 5" is no result'],
  ['nonsense', '"nonsense" has no time as strace -ttt writes it'],
])('%s: %s', (line, reason) => {
  const whole = line.startsWith('7') ? logOf(...SERVER, line) : `${logOf(...SERVER)}${line}\n`;
  expect(open(whole).damage).toEqual([`line 5: ${reason}`]);
  expect(happenings(open(whole))).toHaveLength(8);
});

test('a log that breaks off is shown up to its last whole line, and has no end', () => {
  const log = logOf(...SERVER, '7 recvfrom(4, "a", 64, 0, NULL, NULL) = 1').slice(0, -12);
  const { damage, parsed } = open(log);
  expect(damage[0]).toMatch(/^line 5: the log breaks off in this line, after \d+ bytes$/);
  expect(parsed.ended).toBe(false);
  expect(happenings(open(log))).toHaveLength(8);
});

test('words of strace that stand in the middle of a line, and stacks, do no harm', () => {
  const whole = logOf(...SERVER, `7 ${THREAD}`);
  const broken = whole.replace('} => {parent', '}strace: Process 8 attached\n => {parent');
  const stack = broken.replace(
    /\n7 {2}1795422677.003/,
    '\n > /usr/lib/libc.so.6(__bind+0x7) [0x10adc7]$&',
  );
  expect(open(`strace: Process 7 attached\n${stack}`).damage).toEqual([]);
  expect(open(stack).events).toEqual(open(whole).events);
});

test.each([
  ['no times', 'socket(AF_INET, SOCK_STREAM, 0) = 3\n'],
  ['-t', '12:00:00 socket(AF_INET, SOCK_STREAM, 0) = 3\n'],
  ['-tt', '8353  12:00:00.123456 execve("/usr/bin/python3", ["python3"], 0x7f) = 0\n'],
  ['-r', '     0.000000 execve("/usr/bin/python3", ["python3"], 0x7f) = 0\n'],
  ['-tt and -f', '[pid 14262] 08:37:59.299008 accept4(3,  <unfinished ...>\n'],
])('a log with %s is refused with the command that does it', (_, log) => {
  expect(isStraceLog(encode(log))).toBe(true);
  expect(refused(log).reason).toBe(
    'this log of strace has no times since 1970; record it again with: strace -f -ttt -xx -s 1048576 -e trace=network,read,write,close,clone,clone3 -o server.log python3 server.py',
  );
});

test.each(['', 'hello\n', '{"format":"wirestep-trace"}\n', 'import socket\nprint(1)\n', '12 34\n'])(
  '%j is no log of strace',
  (text) => {
    expect(isStraceLog(encode(text))).toBe(false);
    expect(refused(text)).toBeInstanceOf(ImportError);
  },
);

test('a log without any socket or terminal is refused with the command that has them', () => {
  expect(refused(logOf('7 close(3) = 0')).reason).toMatch(
    /^no program in this log of strace \(1 line\) has a TCP socket or a terminal; record it with: strace /,
  );
});

test.each(['together', 'pid', 'timed', 'odd'])('%s.strace is a log of strace', (name) => {
  expect(isStraceLog(encode(realLog(name)))).toBe(true);
});
