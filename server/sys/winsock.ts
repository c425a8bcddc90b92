import type { Koffi, KoffiFunction } from './koffi.ts';

/**
 * The C functions by name. A SOCKET is `intptr_t`, so that INVALID_SOCKET reads as -1; lengths are
 * int; `long` has 32 bits.
 */
export function loadWinsock(koffi: Koffi) {
  const ws2 = koffi.load('ws2_32.dll');
  const kernel = koffi.load('kernel32.dll');
  const winsock = (definition: string): KoffiFunction => ws2.func(definition);
  const win = (definition: string): KoffiFunction => kernel.func(definition);
  return {
    WSAStartup: winsock('int WSAStartup(uint16_t, void *)'),
    WSAGetLastError: winsock('int WSAGetLastError()'),
    WSASocketW: winsock('intptr_t WSASocketW(int, int, int, void *, uint32_t, uint32_t)'),
    WSAPoll: winsock('int WSAPoll(void *, uint32_t, int)'),
    bind: winsock('int bind(intptr_t, const void *, int)'),
    listen: winsock('int listen(intptr_t, int)'),
    accept: winsock('intptr_t accept(intptr_t, void *, void *)'),
    connect: winsock('int connect(intptr_t, const void *, int)'),
    recv: winsock('int recv(intptr_t, void *, int, int)'),
    send: winsock('int send(intptr_t, const void *, int, int)'),
    shutdown: winsock('int shutdown(intptr_t, int)'),
    closesocket: winsock('int closesocket(intptr_t)'),
    setsockopt: winsock('int setsockopt(intptr_t, int, int, const void *, int)'),
    getsockname: winsock('int getsockname(intptr_t, void *, void *)'),
    getpeername: winsock('int getpeername(intptr_t, void *, void *)'),
    ioctlsocket: winsock('int ioctlsocket(intptr_t, int32_t, void *)'),
    CancelIoEx: win('int CancelIoEx(intptr_t, void *)'),
    SetHandleInformation: win('int SetHandleInformation(intptr_t, uint32_t, uint32_t)'),
    GetCurrentThreadId: win('uint32_t GetCurrentThreadId()'),
    TerminateProcess: win('int TerminateProcess(intptr_t, uint32_t)'),
    // kernel32 has had this one only since 2017.
    SetThreadDescription: koffi
      .load('KernelBase.dll')
      .func('int32_t SetThreadDescription(intptr_t, str16)') as KoffiFunction,
  };
}

export type Winsock = ReturnType<typeof loadWinsock>;
