/** Numbers of winsock2.h and winbase.h, under the headers' names. */
export const WINDOWS = {
  SOCK_STREAM: 1,
  IPPROTO_TCP: 6,
  SOL_SOCKET: 0xffff,
  SO_LINGER: 0x80,
  TCP_NODELAY: 1,
  /**
   * `~SO_REUSEADDR`. What SO_REUSEADDR means elsewhere is the default on Windows, where the option
   * of that name lets a stranger take over a port in use; this one forbids it.
   */
  SO_EXCLUSIVEADDRUSE: ~4,
  FIONREAD: 0x4004667f,
  POLLIN: 0x300,
  POLLOUT: 0x10,
  POLLNVAL: 0x4,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
  WSA_FLAG_OVERLAPPED: 0x01,
  WSA_FLAG_NO_HANDLE_INHERIT: 0x80,
  HANDLE_FLAG_INHERIT: 1,
  /** What GetCurrentProcess and GetCurrentThread return: handles that need no closing. */
  CURRENT_PROCESS: -1,
  CURRENT_THREAD: -2,
  WSAENOTSOCK: 10038,
  WSAENOTCONN: 10057,
} as const;

/** MAKEWORD(2, 2): the only version of Winsock since 1996. */
export const WINSOCK_VERSION = 0x0202;
/** Size of `WSADATA` in a 64-bit process, which nobody reads. */
export const WSADATA_BYTES = 408;
