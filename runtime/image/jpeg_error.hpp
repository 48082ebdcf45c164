#pragma once
#include <csetjmp>
#include <cstddef>
#include <cstdio>
// libjpeg's headers need those above before them.
#include <jerror.h>
#include <jpeglib.h>

namespace nilgrad {

/// Brings libjpeg's errors back by longjmp; functions that setjmp to `back` hold nothing that has a destructor.
struct JpegError {
  jpeg_error_mgr manager;  // first: libjpeg points at it
  std::jmp_buf back;
  char message[JMSG_LENGTH_MAX];
};

/// What libjpeg is given as its error manager.
jpeg_error_mgr* prepare(JpegError& error);

}  // namespace nilgrad
