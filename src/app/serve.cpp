#include <csignal>
#include <charconv>
#include <ostream>

#include "app/commands.h"
#include "casework/pages.h"
#include "store/lock.h"
#include "web/server.h"

namespace arasha::app {
namespace {

Result<web::ServerOptions> options_from(const ServeArguments& arguments) {
  const Error bad(ErrorCode::invalid_input, "{1} is not an address to listen on. Write it like 127.0.0.1:8470.", {arguments.listen});
  const auto colon = arguments.listen.rfind(':');
  if (colon == std::string::npos) return bad;
  web::ServerOptions options;
  options.address = arguments.listen.substr(0, colon);
  options.behind_proxy = arguments.behind_proxy;
  const std::string port = arguments.listen.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error != std::errc() || end != port.data() + port.size()) return bad;
  const bool loopback = options.address == "::1" || options.address.starts_with("127.");
  if (!loopback && !arguments.behind_proxy) {
    return Error(ErrorCode::invalid_input,
                 "Without TLS the server listens on this machine only. Use 127.0.0.1, or put a proxy with TLS in front and say --behind-proxy.");
  }
  return options;
}

}  // namespace

Result<void> serve(Terminal& terminal, const ServeArguments& arguments) {
  TRY(options, options_from(arguments));
  // Before any thread starts, so that the signals come to this one.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const SystemClock clock;
  TRY(opened, vault::Vault::open(arguments.data, clock));
  TRY(lock, store::FolderLock::take(arguments.data));
  web::Site site(*opened, arguments.behind_proxy);
  casework::add_pages(site);
  TRY(server, web::Server::start(options, [&site](const web::Request& request) { return site.handle(request); }));
  terminal.out << terminal.words.text(N_("Arasha listens on http://{1}. Stop it with Ctrl+C."),
                                      {options.address + ":" + std::to_string(server->port())})
               << std::endl;
  if (opened->is_behind_checkpoint()) {
    terminal.out << terminal.words.text(N_("Attention: the database is older than its checkpoint. Run “arasha verify” and ask who restored it.")) << std::endl;
  }
  int signal = 0;
  sigwait(&signals, &signal);
  return {};
}

}  // namespace arasha::app
