// The HTTP server: the only code that knows Boost.Beast. One thread moves bytes with ordinary completion handlers; a
// bounded pool runs the handlers. Every wait has a deadline, every input a limit.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "base/result.h"
#include "web/http.h"

namespace arasha::web {

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 8470;         // 0: any free one
  bool behind_proxy = false;          // TLS ends in front; cookies are marked Secure
  int workers = 32;
  int waiting = 512;                  // requests that may wait for a worker; more are answered 503
  std::chrono::seconds read_limit{30};
  std::chrono::seconds idle_limit{60};
};

class Server {
 public:
  // Listens at once; `unavailable` with a sentence when the port is taken. `handle` is called on worker threads, several
  // at once, and must outlive the server.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, std::function<Response(const Request&)> handle);
  ~Server();  // stops listening, finishes what is being answered, joins every thread
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  unsigned short port() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t kHeaderLimit = 16 * 1024;
inline constexpr std::size_t kBodyLimit = 1024 * 1024;

}  // namespace arasha::web
