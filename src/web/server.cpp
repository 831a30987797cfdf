#include "web/server.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <list>
#include <new>
#include <thread>

#include "base/check.h"
#include "base/event.h"
#include "crypto/secret.h"
#include "web/server_request.h"
#include "web/server_tls.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr auto kLinger = std::chrono::seconds(2);
constexpr std::size_t kLingerBytes = 2 * kBodyLimit;

}  // namespace

struct Server::Impl {
  class Connection;

  Impl(const ServerOptions& server_options, ServerHooks server_hooks)
      : options(server_options), hooks(std::move(server_hooks)), acceptor(io), pause(io), stop_timer(io), workers(static_cast<std::size_t>(options.workers)) {}

  void accept();
  void stop();
  Response problem(const Request& request, int status, const Error& error, std::string_view incident = "") const;
  Response answer_to(const Request& request);

  ServerOptions options;
  ServerHooks hooks;
  // The server's own thread only. Before `io`, whose end lets go of the last connections.
  std::size_t connections = 0;
  std::list<Connection*> reading;  // who has yet to send a request; the one that has taken longest is first
  bool stopping = false;
  bool ended = false;              // the thread is gone
  asio::io_context io{1};
  std::unique_ptr<asio::ssl::context> tls;
  tcp::acceptor acceptor;
  asio::steady_timer pause;       // before accepting again when the machine has no descriptors left
  asio::steady_timer stop_timer;
  asio::thread_pool workers;
  std::atomic<int> in_hand{0};
  RateLimit faults{10};
  std::thread thread;
};

// One client. Lives as long as an operation on it is under way. Everything but `work` is on the server's own thread.
class Server::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Impl& server) : stream_(std::move(socket)), server_(server) {
    beast::error_code ignored;
    const auto peer = stream_.socket().remote_endpoint(ignored);
    if (!ignored) peer_.address = peer.address().to_string();
    peer_.secure = server_.tls != nullptr;
    peer_.behind_proxy = server_.options.behind_proxy;
    if (server_.tls) tls_.emplace(stream_, *server_.tls);
    ++server_.connections;
  }
  ~Connection() {
    leave_reading();
    --server_.connections;
    if (server_.stopping && !server_.ended && server_.connections == 0) server_.stop_timer.cancel();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    if (!tls_) return read(server_.options.read_limit);
    enter_reading();
    stream_.expires_after(server_.options.read_limit);
    tls_->async_handshake(asio::ssl::stream_base::server, [self = shared_from_this()](beast::error_code error) {
      self->leave_reading();
      if (error) return self->stream_.close();
      self->read(self->server_.options.read_limit);
    });
  }

  // To make room, or to stop.
  void drop() { stream_.close(); }

 private:
  template <class F>
  void with_stream(F&& use) {
    if (tls_) use(*tls_);
    else use(stream_);
  }
  void enter_reading() { place_ = server_.reading.insert(server_.reading.end(), this); }
  void leave_reading() {
    if (place_ == server_.reading.end()) return;
    server_.reading.erase(place_);
    place_ = server_.reading.end();
  }

  void read(std::chrono::milliseconds limit) {
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(boost::none);  // set for the route once the head is read
    request_ = Request();
    enter_reading();
    stream_.expires_after(limit);
    with_stream([&](auto& stream) {
      http::async_read_header(stream, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_head(error); });
    });
  }

  void on_head(beast::error_code error) {
    leave_reading();
    auto refusal = server::read_head(parser_->get(), peer_, request_);
    if (error) return fail(error);
    if (refusal) return refuse(*refusal);
    const std::size_t limit = server_.hooks.body_limit ? server_.hooks.body_limit(request_.method, request_.path)
                                                       : (request_.method == Method::post ? kBodyLimit : 0);
    if (parser_->content_length().value_or(0) > limit) return refuse(too_large(413));
    if (parser_->is_done()) return dispatch();
    parser_->body_limit(limit);
    enter_reading();
    stream_.expires_after(server_.options.read_limit);
    with_stream([&](auto& stream) {
      http::async_read(stream, buffer_, *parser_, [self = shared_from_this()](beast::error_code failed, std::size_t) {
        self->leave_reading();
        if (failed) return self->fail(failed);
        self->dispatch();
      });
    });
  }

  static server::Refusal too_large(int status) {
    return {status, Error(ErrorCode::too_large, "This is more than the server takes at once. Shorten the texts and send it again.")};
  }

  void fail(beast::error_code error) {
    if (error == http::error::body_limit) return refuse(too_large(413));
    if (error == http::error::header_limit || error == http::error::buffer_overflow) return refuse(too_large(431));
    const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category();
    if (!malformed || error == http::error::end_of_stream || error == http::error::partial_message) return stream_.close();
    refuse({400, Error(ErrorCode::invalid_input, "The browser sent something that is not understood. Open the page again.")});
  }

  // An answer of the server itself. What follows on this connection is not read.
  void refuse(const server::Refusal& refusal) {
    Response response = server_.problem(request_, refusal.status, refusal.error);
    if (refusal.status == 405) response.headers.emplace_back("Allow", "GET, HEAD, POST");
    answer(std::move(response), false);
  }

  void dispatch() {
    stream_.expires_never();
    if (server_.in_hand.load() >= server_.options.workers + server_.options.waiting) {
      Response response = server_.problem(request_, 503, Error(ErrorCode::busy, "The server has too much to do. Try again in a moment."));
      response.headers.emplace_back("Retry-After", "5");
      return answer(std::move(response), false);
    }
    ++server_.in_hand;
    guard_.emplace(server_.io.get_executor());
    asio::post(server_.workers, [self = shared_from_this()]() mutable { work(std::move(self)); });
  }

  // On a worker thread. Nothing else touches the connection until the answer is posted back, with the reference.
  static void work(std::shared_ptr<Connection> self) {
    Impl& server = self->server_;
    Request& request = self->request_;
    const auto refusal = server::read_body(self->parser_->get(), request);
    Response response = refusal ? server.problem(request, refusal->status, refusal->error) : server.answer_to(request);
    --server.in_hand;
    asio::post(server.io, [moved = std::move(self), answer = std::move(response), keep = !refusal]() mutable {
      moved->guard_.reset();
      moved->answer(std::move(answer), keep);
    });
  }

  void answer(Response&& response, bool may_keep) {
    const auto& message = parser_->get();
    keep_ = may_keep && message.keep_alive() && !server_.stopping;
    lingers_ = !parser_->is_done();
    response_ = std::move(response);
    const std::string_view body = response_.fixed.empty() ? std::string_view(response_.body) : response_.fixed;
    const bool sends_body = message.method() != http::verb::head && response_.status != 204 && response_.status != 304;
    head_ = server::head_of(response_, body.size(), keep_, peer_.secure || peer_.behind_proxy);
    const std::array<asio::const_buffer, 2> bytes = {asio::buffer(head_), sends_body ? asio::buffer(body.data(), body.size()) : asio::const_buffer()};
    stream_.expires_after(server_.options.read_limit);
    with_stream([&](auto& stream) {
      asio::async_write(stream, bytes, [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_written(error); });
    });
  }

  void on_written(beast::error_code error) {
    response_ = Response();
    if (error) return stream_.close();
    if (keep_ && !server_.stopping) return read(server_.options.idle_limit);
    stream_.expires_after(kLinger);
    if (tls_) {
      return tls_->async_shutdown([self = shared_from_this()](beast::error_code) { self->stream_.close(); });
    }
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    if (!lingers_) return stream_.close();
    linger();
  }

  // Bytes that nobody asked for are still under way: closing now would take the answer from the client before it was read.
  void linger() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](beast::error_code error, std::size_t count) {
      self->lingered_ += count;
      if (error || self->lingered_ > kLingerBytes || self->server_.stopping) return self->stream_.close();
      self->linger();
    });
  }

  beast::tcp_stream stream_;
  std::optional<asio::ssl::stream<beast::tcp_stream&>> tls_;
  Impl& server_;
  server::Peer peer_;
  beast::flat_buffer buffer_{kHeaderLimit + 65536};
  std::optional<server::Parser> parser_;
  Request request_;
  Response response_;
  std::string head_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard_;
  std::list<Connection*>::iterator place_ = server_.reading.end();
  std::size_t lingered_ = 0;
  bool keep_ = false;
  bool lingers_ = false;
};

Response Server::Impl::problem(const Request& request, int status, const Error& error, std::string_view incident) const {
  if (hooks.problem) {
    try {
      return hooks.problem(request, status, error, incident);
    } catch (const std::exception&) {
      // Then in plain words.
    }
  }
  return Response::plain(status, error.text);
}

// The one place that catches what nobody expected: the person gets a number, the log the same number and the kind.
Response Server::Impl::answer_to(const Request& request) {
  const auto incident = [&](const auto& kind) {
    const std::uint32_t number = 100'000'000 + crypto::random_below(900'000'000);
    if (faults.allow()) log_event(Level::error, "handler_failed", {{"incident", number}, {"kind", kind}});
    return problem(request, 500, Error(ErrorCode::internal, "Something went wrong. Nothing was saved."), std::to_string(number));
  };
  try {
    return hooks.handle(request);
  } catch (const Bug&) {
    return incident("bug");
  } catch (const std::bad_alloc&) {
    return incident("memory");
  } catch (const std::exception&) {
    return incident("exception");
  } catch (...) {
    return incident("unknown");
  }
}

void Server::Impl::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || stopping) return;
    if (error) {
      pause.expires_after(std::chrono::milliseconds(100));
      return pause.async_wait([this](beast::error_code cancelled) {
        if (!cancelled) accept();
      });
    }
    if (connections >= options.connections && !reading.empty()) reading.front()->drop();
    if (connections < options.connections + 64) {
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<Connection>(std::move(socket), *this)->start();
    }
    accept();
  });
}

void Server::Impl::stop() {
  stopping = true;
  beast::error_code ignored;
  acceptor.close(ignored);
  pause.cancel();
  const std::list<Connection*> waiting = reading;
  for (Connection* connection : waiting) connection->drop();
  if (connections == 0) return;
  stop_timer.expires_after(options.stop_limit);
  stop_timer.async_wait([this](beast::error_code cancelled) {
    if (!cancelled) io.stop();
  });
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, ServerHooks hooks) {
  auto impl = std::make_unique<Impl>(options, std::move(hooks));
  const std::string where = options.address + ":" + std::to_string(options.port);
  beast::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return Error(ErrorCode::invalid_input, "{1} is not an address to listen on. Write it like 127.0.0.1:8470.", {where});
  if (options.has_tls()) {
    TRY(tls, server::load_tls(options.tls_certificate, options.tls_key));
    impl->tls = std::move(tls);
  }
  const tcp::endpoint endpoint(address, options.port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(1024, error);
  if (error) {
    return Error(ErrorCode::unavailable, "The server cannot listen on {1}. Perhaps another program does. Choose another port.", {where}, error.message());
  }
  impl->accept();
  impl->thread = std::thread([raw = impl.get()] { raw->io.run(); });
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

unsigned short Server::port() const { return impl_->acceptor.local_endpoint().port(); }

Server::~Server() {
  asio::post(impl_->io, [this] { impl_->stop(); });
  impl_->thread.join();
  impl_->ended = true;
  impl_->workers.join();
}

}  // namespace arasha::web
