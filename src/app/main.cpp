#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <exception>
#include <iostream>

#include "app/command_line.h"
#include "crypto/secret.h"

int main(int argc, char** argv) {
  // A core dump or a debugger would show keys; a file that others may read would show ciphertext.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::umask(077);
  // A full disk under a file-size limit answers as an error, not as a signal.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  if (const auto ready = arasha::crypto::initialize(); !ready) {
    std::cerr << "arasha: " << ready.error().to_string() << '\n';
    return 1;
  }
  try {
    return arasha::app::run({argv + 1, argv + argc}, std::cout, std::cerr);
  } catch (const std::exception& e) {
    std::cerr << "arasha: internal error: " << e.what() << '\n';
    return 1;
  }
}
