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
#include "web/server_upload.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr auto kLinger = std::chrono::seconds(2);
constexpr std::size_t kLingerBytes = 2 * kBodyLimit;
// Who sends a file that is too large reads the answer only after the whole of it.
constexpr std::size_t kLingerUpload = std::size_t{1} << 30U;
constexpr std::size_t kPiece = 64 * 1024;

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
  int uploads = 0;                 // forms with a file that are arriving
  int long_bodies = 0;             // bodies over kBodyLimit that are in memory, from their head to their answer
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
    arriving_.reset();
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
    if (request_.method == Method::post && server_.hooks.upload_limit) {
      const auto type = parser_->get()[http::field::content_type];
      const auto boundary = multipart_boundary(std::string_view(type.data(), type.size()));
      const std::size_t most = boundary ? server_.hooks.upload_limit(request_.path) : 0;
      if (most > 0) return take_upload(*boundary, most);
    }
    const std::size_t limit = server_.hooks.body_limit ? server_.hooks.body_limit(request_.method, request_.path)
                                                       : (request_.method == Method::post ? kBodyLimit : 0);
    if (parser_->content_length().value_or(0) > limit) return refuse(too_large(413));
    if (parser_->is_done()) return dispatch();
    parser_->body_limit(limit);
    auto lasting = server_.options.read_limit;
    const std::uint64_t size = parser_->content_length().value_or(limit);
    if (size > kBodyLimit) {
      if (server_.long_bodies >= server_.options.uploads) return refuse_for_now("30");
      long_body_.emplace(server_.long_bodies);
      lasting += std::chrono::milliseconds(size / 16);  // at 16 kilobytes a second
    }
    enter_reading();
    stream_.expires_after(lasting);
    with_stream([&](auto& stream) {
      http::async_read(stream, buffer_, *parser_, [self = shared_from_this()](beast::error_code failed, std::size_t) {
        self->leave_reading();
        if (failed) return self->fail(failed);
        self->dispatch();
      });
    });
  }

  // --- A form with a file. It is read in pieces; each is dealt with on a worker before the next is asked for.

  struct Arriving {
    Arriving(server::Parser&& head, Impl& impl, std::string boundary, std::size_t most)
        : server(impl), parser(std::move(head)), form(std::move(boundary), most, impl.options, impl.hooks), piece(kPiece) {
      ++server.uploads;
    }
    ~Arriving() { --server.uploads; }
    Arriving(const Arriving&) = delete;
    Arriving& operator=(const Arriving&) = delete;

    Impl& server;
    http::request_parser<http::buffer_body> parser;
    server::Arrival form;
    Bytes piece;
    std::size_t filled = 0;
  };

  void take_upload(const std::string& boundary, std::size_t most) {
    if (server_.uploads >= server_.options.uploads) return refuse_for_now("30");
    keep_alive_ = parser_->get().keep_alive();
    arriving_ = std::make_unique<Arriving>(std::move(*parser_), server_, boundary, most);
    arriving_->form.expect(arriving_->parser.content_length().value_or(0));
    read_piece();
  }

  void read_piece() {
    auto& body = arriving_->parser.get().body();
    body.data = arriving_->piece.data();
    body.size = arriving_->piece.size();
    enter_reading();
    stream_.expires_after(server_.options.piece_limit);
    with_stream([&](auto& stream) {
      http::async_read(stream, buffer_, arriving_->parser, [self = shared_from_this()](beast::error_code error, std::size_t) {
        self->leave_reading();
        self->on_piece(error);
      });
    });
  }

  void on_piece(beast::error_code error) {
    if (error && error != http::error::need_buffer) return fail(error);
    stream_.expires_never();
    arriving_->filled = arriving_->piece.size() - arriving_->parser.get().body().size;
    guard_.emplace(server_.io.get_executor());
    asio::post(server_.workers, [self = shared_from_this()]() mutable { work_on_piece(std::move(self)); });
  }

  // On a worker thread, as `work`. No answer: the next piece is wanted.
  static void work_on_piece(std::shared_ptr<Connection> self) {
    Impl& server = self->server_;
    Request& request = self->request_;
    std::optional<Response> response;
    try {
      Arriving& arriving = *self->arriving_;
      auto step = arriving.form.take(BytesView(arriving.piece).first(arriving.filled), arriving.parser.is_done(), request);
      if (step && step->error) response = server.problem(request, server::status_of_arrival(*step->error), *step->error);
      else if (step) response = step->handle ? server.answer_to(request) : std::move(step->refusal);
    } catch (const std::exception&) {
      response = server.problem(request, 500, Error(ErrorCode::internal, "Something went wrong. Nothing was saved."));
    }
    asio::post(server.io, [moved = std::move(self), answer = std::move(response)]() mutable {
      moved->guard_.reset();
      if (!answer) return moved->read_piece();
      const bool came_whole = moved->arriving_->parser.is_done();
      moved->answer(std::move(*answer), came_whole);
    });
  }

  // ---

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

  void refuse_for_now(const char* seconds) {
    Response response = server_.problem(request_, 503, Error(ErrorCode::busy, "The server has too much to do. Try again in a moment."));
    response.headers.emplace_back("Retry-After", seconds);
    answer(std::move(response), false);
  }

  void dispatch() {
    stream_.expires_never();
    if (server_.in_hand.load() >= server_.options.workers + server_.options.waiting) return refuse_for_now("5");
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
    keep_ = may_keep && (arriving_ ? keep_alive_ : parser_->get().keep_alive()) && !server_.stopping;
    lingers_ = arriving_ ? !arriving_->parser.is_done() : !parser_->is_done();
    linger_bytes_ = arriving_ && arriving_->form.is_too_large() ? kLingerUpload : kLingerBytes;
    const bool is_head = !arriving_ && parser_->get().method() == http::verb::head;
    arriving_.reset();
    request_.upload.reset();
    if (long_body_) std::string().swap(request_.bytes);
    long_body_.reset();
    response_ = std::move(response);
    const std::string_view body = response_.fixed.empty() ? std::string_view(response_.body) : response_.fixed;
    const bool sends_body = !is_head && response_.status != 204 && response_.status != 304;
    head_ = server::head_of(response_, response_.pieces ? response_.length : body.size(), keep_, peer_.secure || peer_.behind_proxy);
    if (response_.pieces && sends_body) return send_head();
    const std::array<asio::const_buffer, 2> bytes = {asio::buffer(head_), sends_body ? asio::buffer(body.data(), body.size()) : asio::const_buffer()};
    stream_.expires_after(server_.options.read_limit);
    with_stream([&](auto& stream) {
      asio::async_write(stream, bytes, [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_written(error); });
    });
  }

  // --- A long answer: each piece is asked for on a worker once the one before has gone.

  void send_head() {
    sent_ = 0;
    stream_.expires_after(server_.options.read_limit);
    with_stream([&](auto& stream) {
      asio::async_write(stream, asio::buffer(head_), [self = shared_from_this()](beast::error_code error, std::size_t) {
        if (error) return self->on_written(error);
        self->ask_for_piece();
      });
    });
  }

  void ask_for_piece() {
    stream_.expires_never();
    guard_.emplace(server_.io.get_executor());
    asio::post(server_.workers, [self = shared_from_this()]() mutable {
      std::optional<Bytes> piece;
      try {
        auto next = self->response_.pieces();
        if (next) piece = std::move(*next);
      } catch (const std::exception&) {
        // As any other failure: the answer ends short of its length, and the browser says so.
      }
      Impl& server = self->server_;
      asio::post(server.io, [moved = std::move(self), got = std::move(piece)]() mutable {
        moved->guard_.reset();
        moved->send_piece(std::move(got));
      });
    });
  }

  void send_piece(std::optional<Bytes> piece) {
    const std::uint64_t left = response_.length - sent_;
    if (!piece || piece->size() > left || (piece->empty() && left > 0)) {
      if (server_.faults.allow()) log_event(Level::error, "answer_cut_short");
      return stream_.close();
    }
    if (piece->empty()) return on_written({});
    sent_ += piece->size();
    piece_ = std::move(*piece);
    stream_.expires_after(server_.options.piece_limit);
    with_stream([&](auto& stream) {
      asio::async_write(stream, asio::buffer(piece_), [self = shared_from_this()](beast::error_code error, std::size_t) {
        crypto::wipe(self->piece_);
        if (error) return self->on_written(error);
        self->ask_for_piece();
      });
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
      if (error || self->lingered_ > self->linger_bytes_ || self->server_.stopping) return self->stream_.close();
      if (self->linger_bytes_ > kLingerBytes) self->stream_.expires_after(self->server_.options.read_limit);
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
  std::unique_ptr<Arriving> arriving_;
  std::optional<server::Counted> long_body_;
  Bytes piece_;
  std::uint64_t sent_ = 0;
  std::size_t lingered_ = 0;
  std::size_t linger_bytes_ = kLingerBytes;
  bool keep_alive_ = false;
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
