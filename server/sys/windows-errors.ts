import { errorTable } from './errors.ts';

/**
 * Winsock's numbers (winerror.h), each under the name that POSIX has for it, with the words of
 * FormatMessage as Python prints them after `[WinError …]`: without the full stop.
 */
export const WINDOWS_ERRORS = errorTable(`
6 WSA_INVALID_HANDLE The handle is invalid
8 WSA_NOT_ENOUGH_MEMORY Not enough memory resources are available to process this command
87 WSA_INVALID_PARAMETER The parameter is incorrect
995 WSA_OPERATION_ABORTED The I/O operation has been aborted because of either a thread exit or an application request
10004 EINTR A blocking operation was interrupted by a call to WSACancelBlockingCall
10009 EBADF The file handle supplied is not valid
10013 EACCES An attempt was made to access a socket in a way forbidden by its access permissions
10014 EFAULT The system detected an invalid pointer address in attempting to use a pointer argument in a call
10022 EINVAL An invalid argument was supplied
10024 EMFILE Too many open sockets
10035 EWOULDBLOCK A non-blocking socket operation could not be completed immediately
10036 EINPROGRESS A blocking operation is currently executing
10037 EALREADY An operation was attempted on a non-blocking socket that already had an operation in progress
10038 ENOTSOCK An operation was attempted on something that is not a socket
10039 EDESTADDRREQ A required address was omitted from an operation on a socket
10040 EMSGSIZE A message sent on a datagram socket was larger than the internal message buffer or some other network limit, or the buffer used to receive a datagram into was smaller than the datagram itself
10041 EPROTOTYPE A protocol was specified in the socket function call that does not support the semantics of the socket type requested
10042 ENOPROTOOPT An unknown, invalid, or unsupported option or level was specified in a getsockopt or setsockopt call
10043 EPROTONOSUPPORT The requested protocol has not been configured into the system, or no implementation for it exists
10044 ESOCKTNOSUPPORT The support for the specified socket type does not exist in this address family
10045 EOPNOTSUPP The attempted operation is not supported for the type of object referenced
10046 EPFNOSUPPORT The protocol family has not been configured into the system or no implementation for it exists
10047 EAFNOSUPPORT An address incompatible with the requested protocol was used
10048 EADDRINUSE Only one usage of each socket address (protocol/network address/port) is normally permitted
10049 EADDRNOTAVAIL The requested address is not valid in its context
10050 ENETDOWN A socket operation encountered a dead network
10051 ENETUNREACH A socket operation was attempted to an unreachable network
10052 ENETRESET The connection has been broken due to keep-alive activity detecting a failure while the operation was in progress
10053 ECONNABORTED An established connection was aborted by the software in your host machine
10054 ECONNRESET An existing connection was forcibly closed by the remote host
10055 ENOBUFS An operation on a socket could not be performed because the system lacked sufficient buffer space or because a queue was full
10056 EISCONN A connect request was made on an already connected socket
10057 ENOTCONN A request to send or receive data was disallowed because the socket is not connected and (when sending on a datagram socket using a sendto call) no address was supplied
10058 ESHUTDOWN A request to send or receive data was disallowed because the socket had already been shut down in that direction with a previous shutdown call
10059 ETOOMANYREFS Too many references to some kernel object
10060 ETIMEDOUT A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond
10061 ECONNREFUSED No connection could be made because the target machine actively refused it
10062 ELOOP Cannot translate name
10063 ENAMETOOLONG Name component or name was too long
10064 EHOSTDOWN A socket operation failed because the destination host was down
10065 EHOSTUNREACH A socket operation was attempted to an unreachable host
10067 EPROCLIM A Windows Sockets implementation may have a limit on the number of applications that may use it simultaneously
10091 SYSNOTREADY WSAStartup cannot function at this time because the underlying system it uses to provide network services is currently unavailable
10092 VERNOTSUPPORTED The Windows Sockets version requested is not supported
10093 NOTINITIALISED Either the application has not called WSAStartup, or WSAStartup failed
10101 EDISCON Returned by WSARecv or WSARecvFrom to indicate the remote party has initiated a graceful shutdown sequence
`);
