#include <charconv>
#include <condition_variable>
#include <csignal>
#include <ostream>
#include <thread>

#include "app/commands.h"
#include "arasha/options.pb.h"
#include "base/event.h"
#include "casework/pages.h"
#include "comparison/pages.h"
#include "exchange/delivery.h"
#include "exchange/inlet.h"
#include "exchange/pages.h"
#include "exchange/post.h"
#include "handover/flow.h"
#include "handover/pages.h"
#include "intake/pages.h"
#include "directory/pages.h"
#include "cooperation/pages.h"
#include "exchange/once.h"
#include "organization/pages.h"
#include "referral/pages.h"
#include "pack/shelf.h"
#include "projection/tables.h"
#include "statistics/pages.h"
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
  if (options.address.starts_with('[') && options.address.ends_with(']')) options.address = options.address.substr(1, options.address.size() - 2);
  options.behind_proxy = arguments.behind_proxy;
  options.tls_certificate = arguments.tls_cert;
  options.tls_key = arguments.tls_key;
  const std::string port = arguments.listen.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error != std::errc() || end != port.data() + port.size() || port.empty()) return bad;
  const bool loopback = options.address == "::1" || options.address.starts_with("127.");
  if (!loopback && !arguments.behind_proxy && !options.has_tls()) {
    return Error(ErrorCode::invalid_input,
                 "Without TLS the server listens on this machine only. Use 127.0.0.1, give --tls-cert and --tls-key, or put a proxy with TLS in front and say --behind-proxy.");
  }
  return options;
}

// Ends what has run out, now and then, and lets the cards in memory go with the last who could read them. Owns its thread.
class Housekeeping {
 public:
  explicit Housekeeping(web::Site& site) : thread_([this, &site](const std::stop_token& stop) { run(stop, site); }) {}

 private:
  void run(const std::stop_token& stop, web::Site& site) {
    constexpr auto kPause = std::chrono::seconds(20);
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      wake_.wait_for(lock, stop, kPause, [] { return false; });
      if (stop.stop_requested()) return;
      try {
        site.sessions().housekeep();
        sweep_answers(site.vault());
        if (!site.vault().end_onces()) log_event(Level::warning, "onces_not_ended");
      } catch (const std::exception&) {
        log_event(Level::error, "housekeeping_failed");
      }
    }
  }
  // Answers for people outside whose time is over: once a day is enough.
  void sweep_answers(vault::Vault& vault) {
    const Time now = vault.clock().now();
    if (now < next_sweep_) return;
    next_sweep_ = now + std::chrono::hours(24);
    if (const auto swept = intake::sweep(vault); swept && *swept > 0) log_event(Level::info, "answers_swept", {{"count", *swept}});
  }

  Time next_sweep_{};
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // last: it ends before what it uses
};

// A broken pack keeps nobody from working: it is named, and the server goes on without it.
void tell_of_packs(Terminal& terminal, const pack::Shelf& shelf, const std::string& chosen) {
  for (const pack::Shelf::Refused& one : shelf.refused()) {
    terminal.out << terminal.words.text(N_("Attention: the country pack in {1} is left out. {2}"), {one.folder, terminal.words.error(one.error)});
    if (!one.error.detail.empty()) terminal.out << " [" << one.error.detail << "]";
    terminal.out << std::endl;
  }
  if (!shelf.is_missing(chosen)) return;
  terminal.out << terminal.words.text(N_("Attention: the chosen country pack {1} is not here. Until it is back, the international minimum counts."), {chosen}) << std::endl;
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
  // Before anybody sends one: what a cut upload left behind.
  TRY(swept, opened->sweep_blobs());
  if (swept > 0) log_event(Level::info, "uploads_swept", {{"count", swept}});
  options.spool_folder = arguments.data;
  statistics::FactsTable facts;
  directory::Table organisations;
  cooperation::Book book;
  referral::ThreadTable threads(*opened);
  projection::Tables tables(*opened);
  tables.projection().attach(FACTS, facts);
  tables.projection().attach(DIRECTORY, organisations);
  tables.projection().attach(COOPERATION, book);
  tables.projection().attach(REFERRAL, threads);
  const pack::Shelf shelf = pack::Shelf::with(arguments.packs.empty() ? arguments.data / "packs" : arguments.packs);
  exchange::Delivery delivery(*opened);
  comparison::Runs runs(*opened);
  web::Site site(*opened, arguments.behind_proxy || options.has_tls());
  site.sessions().on_fewer([&tables](const std::set<MemberId>& signed_in) { tables.projection().keep_only(signed_in); });
  const auto nudge = [&delivery] { delivery.nudge(); };
  const auto collect = referral::add_pages({site, tables, threads, shelf, nudge, [&opened, &delivery](exchange::Handlers& handlers) {
                                              comparison::Runs::add_handlers(handlers, *opened);
                                              handover::add_handlers(handlers, *opened);
                                              exchange::add_card_handler(handlers, *opened, [&delivery](OrganizationId partner, const exchange::Address& address) {
                                                if (!address.url.empty()) static_cast<void>(delivery.readdress(partner, address.url, address.pin));
                                              });
                                            },
                                            [&runs, &opened, &tables, &threads, nudge](const vault::Keyring& by) {
                                              static_cast<void>(runs.advance(by));
                                              handover::after_collecting(*opened, tables, threads, by);
                                              nudge();
                                            }});
  comparison::add_pages({site, tables, runs, nudge, collect});
  handover::add_pages({site, tables, threads, shelf, nudge, collect});
  exchange::add_pages(site, &delivery);
  casework::Additions additions;
  intake::add_to_casework(*opened, additions);
  additions.my_work.push_back(directory::due_line(*opened, tables.projection(), organisations));
  additions.case_panels.push_back(referral::case_panel(*opened, tables, threads));
  handover::add_to_casework(*opened, additions);
  additions.case_panels.push_back(referral::conference_panel(*opened));
  additions.my_work.push_back(referral::coming_conferences(*opened, tables, threads));
  casework::add_pages(site, tables, shelf, std::move(additions));
  intake::add_pages(site, tables, shelf);
  statistics::add_pages(site, tables.projection(), facts);
  directory::add_pages(site, tables.projection(), organisations, shelf);
  cooperation::add_pages(site, tables.projection(), book);
  organization::add_pages(site, shelf);
  exchange::add_inlet(site, *opened, [&vault = *opened](BytesView envelope) { return exchange::check_envelope(*vault.directory(), envelope); });
  exchange::add_once_pages(site, *opened);
  const Housekeeping housekeeping(site);
  web::ServerHooks hooks;
  hooks.handle = [&site](const web::Request& request) { return site.handle(request); };
  hooks.problem = [&site](const web::Request& request, int status, const Error& error, std::string_view incident) {
    return site.problem(request, status, error, incident);
  };
  hooks.body_limit = [&site](web::Method method, std::string_view path) { return site.body_limit(method, path); };
  hooks.upload_limit = [&site](std::string_view path) { return site.upload_limit(path); };
  hooks.refuse_upload = [&site](const web::Request& request) { return site.refuse_upload(request); };
  TRY(server, web::Server::start(options, std::move(hooks)));
  const std::string host = options.address.find(':') == std::string::npos ? options.address : "[" + options.address + "]";
  terminal.out << terminal.words.text(N_("Arasha listens on {1}. Stop it with Ctrl+C."),
                                      {(options.has_tls() ? "https://" : "http://") + host + ":" + std::to_string(server->port())})
               << std::endl;
  if (opened->is_behind_checkpoint()) {
    terminal.out << terminal.words.text(N_("Attention: the database is older than its checkpoint. Run “arasha verify” and ask who restored it.")) << std::endl;
  }
  tell_of_packs(terminal, shelf, opened->directory()->setting(pack::kPackSetting));
  int signal = 0;
  sigwait(&signals, &signal);
  return {};
}

}  // namespace arasha::app
