// The HTTP server: the only code that knows Boost.Beast and TLS. One thread moves bytes with ordinary completion handlers;
// a bounded pool runs the handlers. Every wait has a deadline, every input a limit (docs/adr/0008-http.md).
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.h"
#include "web/http.h"

namespace arasha::web {

inline constexpr std::size_t kHeaderLimit = 16 * 1024;
inline constexpr std::size_t kBodyLimit = 1024 * 1024;

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 8470;         // 0: any free one
  // A proxy in front speaks TLS. Only then X-Forwarded-For and X-Forwarded-Proto count; the last address counts, which is
  // the one that the proxy itself saw.
  bool behind_proxy = false;
  // TLS in the program: both or none; PEM files.
  std::filesystem::path tls_certificate;
  std::filesystem::path tls_key;
  int workers = 32;
  int waiting = 512;                  // requests that may wait for a worker; more are answered 503
  std::size_t connections = 1024;     // at once; over it, whoever has taken longest to send a request makes room
  std::chrono::milliseconds read_limit{20'000};  // for a whole request, and for writing an answer
  std::chrono::milliseconds idle_limit{60'000};  // between two requests
  std::chrono::milliseconds stop_limit{5'000};   // for what is being answered when the server stops
  // A long body comes and goes by its progress: each 64 KiB of it in this time (a kilobyte a second), however long the
  // whole takes. What arrives waits sealed in a file without a name in this folder (web/spool.h).
  std::chrono::milliseconds piece_limit{60'000};
  std::filesystem::path spool_folder;  // empty: the machine's folder for temporary files
  int uploads = 16;                    // long bodies that may arrive at once; more are answered 503. As many again of those
                                       // over kBodyLimit that no form is: they wait in memory (Site::machine_post)

  bool has_tls() const { return !tls_certificate.empty() || !tls_key.empty(); }
};

// What the server asks for. Called on worker threads, several at once; `problem` also on the server's own thread.
struct ServerHooks {
  std::function<Response(const Request&)> handle;
  // The page of an answer that the server gives itself, in the language of whoever asks; `incident` may be empty. Without
  // it, the English sentence as plain text.
  std::function<Response(const Request&, int status, const Error& error, std::string_view incident)> problem = {};
  // The most that a body may have; without it kBodyLimit for a POST and nothing for a GET.
  std::function<std::size_t(Method, std::string_view path)> body_limit = {};
  // The most that a form with a file (multipart/form-data) may have at this address; nought or absent: none is taken.
  std::function<std::size_t(std::string_view path)> upload_limit = {};
  // Asked when the beginning of such a form is there: its first fields and no more are in Request::form. An answer refuses
  // it before the file is taken.
  std::function<std::optional<Response>(const Request&)> refuse_upload = {};
};

class Server {
 public:
  // Listens at once. `unavailable` with a sentence when the port is taken, `invalid_input` for an address, and a sentence
  // for a certificate that is missing, unreadable, of another key, or out of date. The hooks must outlive the server.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, ServerHooks hooks);
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, std::function<Response(const Request&)> handle) {
    return start(options, ServerHooks{std::move(handle)});
  }
  ~Server();  // stops listening, finishes what is being answered, joins every thread
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  unsigned short port() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace arasha::web
