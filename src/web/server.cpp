#include "web/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <thread>

#include "base/event.h"
#include "base/text.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;
using Message = http::response<http::string_body>;

std::string_view sv(beast::string_view text) { return {text.data(), text.size()}; }

// "a=1; b=2" from the Cookie header.
std::map<std::string, std::string, std::less<>> cookies_in(std::string_view header) {
  std::map<std::string, std::string, std::less<>> out;
  while (!header.empty()) {
    const auto end = header.find(';');
    const std::string_view pair = trim(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos) out.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return out;
}

// nullopt: not a request that we understand.
std::optional<Request> read_request(const Parser& parser, bool secure) {
  const auto& message = parser.get();
  Request out;
  if (message.method() == http::verb::get || message.method() == http::verb::head) out.method = Method::get;
  else if (message.method() == http::verb::post) out.method = Method::post;
  else return std::nullopt;
  if (message.count(http::field::host) != 1 || message.count(http::field::content_length) > 1 || message.count(http::field::cookie) > 1) return std::nullopt;
  if (message.count(http::field::content_length) != 0 && message.count(http::field::transfer_encoding) != 0) return std::nullopt;
  const std::string_view target = sv(message.target());
  if (target.empty() || target.front() != '/') return std::nullopt;
  const auto mark = target.find('?');
  // A path is one value of a form as far as its escapes go, but '+' is itself there.
  std::string path(target.substr(0, mark));
  for (std::size_t at = 0; (at = path.find('+', at)) != std::string::npos; at += 3) path.replace(at, 1, "%2B");
  auto decoded = schema::parse_urlencoded("p=" + path);
  if (!decoded || decoded->fields().size() != 1) return std::nullopt;
  out.path = std::string(decoded->get("p"));
  if (mark != std::string_view::npos) {
    auto query = schema::parse_urlencoded(target.substr(mark + 1));
    if (!query) return std::nullopt;
    out.query = std::move(*query);
  }
  if (out.method == Method::post) {
    auto form = schema::parse_urlencoded(message.body());
    if (!form) return std::nullopt;
    out.form = std::move(*form);
  }
  out.cookies = cookies_in(sv(message[http::field::cookie]));
  out.host = std::string(sv(message[http::field::host]));
  out.origin = std::string(sv(message[http::field::origin]));
  out.fetch_site = std::string(sv(message["Sec-Fetch-Site"]));
  out.accept_language = std::string(sv(message[http::field::accept_language]));
  out.secure = secure;
  return out;
}

Message write_response(Response&& response, unsigned version, bool keep_alive, bool secure) {
  Message out(static_cast<http::status>(response.status), version);
  out.set(http::field::content_type, response.content_type);
  // No inline code or style, nothing from elsewhere, no frames, forms only to us.
  out.set("Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  out.set("X-Content-Type-Options", "nosniff");
  // `no-referrer` would make browsers send "Origin: null" with our own forms, which the check of origins refuses.
  out.set("Referrer-Policy", "same-origin");
  out.set("Cross-Origin-Opener-Policy", "same-origin");
  out.set("Cross-Origin-Resource-Policy", "same-origin");
  out.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  out.set(http::field::cache_control, response.cacheable ? "public, max-age=31536000, immutable" : "no-store");
  if (secure) out.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  for (const auto& [name, value] : response.headers) out.insert(name, value);
  out.body() = std::move(response.body);
  out.keep_alive(keep_alive);
  out.prepare_payload();
  return out;
}

Response refuse(int status, const char* text) { return Response::plain(status, text); }

}  // namespace

struct Server::Impl {
  class Connection;

  Impl(const ServerOptions& server_options, std::function<Response(const Request&)> handler)
      : options(server_options), handle(std::move(handler)), acceptor(io), workers(static_cast<std::size_t>(options.workers)) {}

  void accept();

  ServerOptions options;
  std::function<Response(const Request&)> handle;
  asio::io_context io{1};
  tcp::acceptor acceptor;
  asio::thread_pool workers;
  std::atomic<int> in_hand{0};
  RateLimit faults{10};
  std::thread thread;
};

// One client. Lives as long as an operation on it is under way.
class Server::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Impl& server) : stream_(std::move(socket)), server_(server) {}

  void read() {
    parser_.emplace();
    parser_->header_limit(kHeaderLimit);
    parser_->body_limit(kBodyLimit);
    stream_.expires_after(first_ ? server_.options.read_limit : server_.options.idle_limit);
    first_ = false;
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
  }

 private:
  void on_read(beast::error_code error) {
    if (error == http::error::body_limit) return answer(refuse(413, "The request is too large."), false);
    if (error == http::error::header_limit) return answer(refuse(431, "The request is too large."), false);
    if (error == http::error::end_of_stream || error == beast::error::timeout || error == asio::error::operation_aborted) return close();
    if (error) {
      const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category();
      return malformed ? answer(refuse(400, "The request is not understood."), false) : close();
    }
    stream_.expires_never();
    if (server_.in_hand.load() >= server_.options.workers + server_.options.waiting) {
      return answer(refuse(503, "The server has too much to do. Try again in a moment."), false);
    }
    ++server_.in_hand;
    asio::post(server_.workers, [self = shared_from_this()] { self->work(); });
  }

  // On a worker thread. Nothing else touches the connection until the answer is posted back.
  void work() {
    const auto request = read_request(*parser_, server_.options.behind_proxy);
    Response response = refuse(400, "The request is not understood.");
    if (request) {
      try {
        response = server_.handle(*request);
      } catch (const std::exception&) {
        if (server_.faults.allow()) log_event(Level::error, "handler_failed");
        response = refuse(500, "Something went wrong. Nothing was saved.");
      }
    }
    --server_.in_hand;
    asio::post(stream_.get_executor(), [self = shared_from_this(), answer = std::move(response), ok = request.has_value()]() mutable {
      self->answer(std::move(answer), ok);
    });
  }

  void answer(Response&& response, bool may_keep) {
    const bool keep = may_keep && parser_->get().keep_alive();
    const bool head = parser_->get().method() == http::verb::head;
    message_ = write_response(std::move(response), parser_->get().version(), keep, server_.options.behind_proxy);
    if (head) message_.body().clear();
    stream_.expires_after(server_.options.read_limit);
    http::async_write(stream_, message_, [self = shared_from_this(), keep](beast::error_code error, std::size_t) {
      if (error || !keep) return self->close();
      self->read();
    });
  }

  void close() {
    beast::error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  Impl& server_;
  beast::flat_buffer buffer_{kHeaderLimit + kBodyLimit};
  std::optional<Parser> parser_;
  Message message_;
  bool first_ = true;
};

void Server::Impl::accept() {
  acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      socket.set_option(tcp::no_delay(true), error);
      std::make_shared<Connection>(std::move(socket), *this)->read();
    }
    accept();
  });
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, std::function<Response(const Request&)> handle) {
  auto impl = std::make_unique<Impl>(options, std::move(handle));
  const std::string where = options.address + ":" + std::to_string(options.port);
  beast::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return Error(ErrorCode::invalid_input, "{1} is not an address to listen on. Write it like 127.0.0.1:8470.", {where});
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
  impl_->workers.join();  // what is being answered is finished first
  impl_->io.stop();
  impl_->thread.join();
}

}  // namespace arasha::web
