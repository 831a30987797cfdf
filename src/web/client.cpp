#include "web/client.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <charconv>
#include <memory>

#include "base/file.h"
#include "base/text.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t kLongestUrl = 1000;
constexpr std::size_t kAnswerHead = 16 * 1024;

Error bad_url() { return {ErrorCode::invalid_input, "This is not the address of another server. Write it like https://house.example."}; }
Error unreachable(const beast::error_code& error) {
  return {ErrorCode::unavailable, "The other server cannot be reached.", {}, error.message()};
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

// Letters, digits and marks that need no escape; no empty part and none that climbs.
bool is_path(std::string_view text) {
  if (text.find("//") != std::string_view::npos || text.find("/.") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
  });
}

std::optional<asio::ip::address> address_in(const std::string& host) {
  beast::error_code error;
  const auto out = asio::ip::make_address(host, error);
  if (error) return std::nullopt;
  return out;
}

bool is_this_machine(const std::string& host) {
  if (host == "localhost") return true;
  const auto address = address_in(host);
  return address && address->is_loopback();
}

Result<Pin> pin_of(X509* certificate) {
  const Error bad(ErrorCode::denied, "The other server's certificate cannot be read.");
  unsigned char* der = nullptr;
  X509_PUBKEY* const key = X509_get_X509_PUBKEY(certificate);
  const int size = key == nullptr ? -1 : i2d_X509_PUBKEY(key, &der);
  if (size <= 0) return bad;
  Pin out{};
  unsigned written = 0;
  const int digested = EVP_Digest(der, static_cast<std::size_t>(size), out.data(), &written, EVP_sha256(), nullptr);
  OPENSSL_free(der);
  if (digested != 1 || written != out.size()) return bad;
  return out;
}

// One request on a thread of the caller's. Every handler runs inside `run`; what is still under way when it ends is let go.
class Call {
 public:
  Call(const Url& url, const std::optional<Pin>& pin, const ClientLimits& limits) : url_(url), pin_(pin), limits_(limits) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  Result<ClientAnswer> run(std::string_view path, BytesView body, const std::stop_token& stop) {
    if (url_.tls) {
      TRY_VOID(prepare_tls());
    }
    const bool is_v6 = url_.host.find(':') != std::string::npos;
    const std::string host = is_v6 ? "[" + url_.host + "]" : url_.host;
    head_ = "POST " + url_.path + std::string(path) + " HTTP/1.1\r\nHost: " + host + (url_.port == (url_.tls ? 443 : 80) ? "" : ":" + std::to_string(url_.port)) +
            "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
    sent_ = {asio::buffer(head_), asio::buffer(body.data(), body.size())};
    parser_.header_limit(kAnswerHead);
    parser_.body_limit(limits_.answer);
    deadline_.expires_after(limits_.deadline);
    deadline_.async_wait([this](beast::error_code cancelled) {
      if (!cancelled) end(Error(ErrorCode::busy, "The other server did not answer in time."));
    });
    resolver_.async_resolve(url_.host, std::to_string(url_.port), [this](beast::error_code error, const tcp::resolver::results_type& found) { on_resolved(error, found); });
    const std::stop_callback stopping(stop, [this] { io_.stop(); });
    io_.run();
    if (failed_) return *failed_;
    if (!done_) return Error(ErrorCode::unavailable, "The other server cannot be reached.", {}, "stopped");
    return answer();
  }

 private:
  Result<void> prepare_tls() {
    SSL_CTX* const raw = context_.native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    if (!pin_) {
      beast::error_code error;
      context_.set_default_verify_paths(error);
      if (error) return Error(ErrorCode::unavailable, "The certificates that this machine trusts cannot be read.", {}, error.message());
    }
    tls_ = std::make_unique<asio::ssl::stream<tcp::socket&>>(socket_, context_);
    // Only names are sent to the other side, never an address.
    std::string name = url_.host;
    if (!address_in(name)) SSL_ctrl(tls_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    beast::error_code error;
    // With a pin the key itself is compared, after the handshake that proved it and before anything is sent.
    tls_->set_verify_mode(pin_ ? asio::ssl::verify_none : asio::ssl::verify_peer, error);
    if (!error && !pin_) tls_->set_verify_callback(asio::ssl::host_name_verification(url_.host), error);
    if (error) return Error(ErrorCode::internal, "Something went wrong.", {}, error.message());
    return {};
  }

  void end(Error error) {
    if (!failed_ && !done_) failed_ = std::move(error);
    io_.stop();
  }

  void on_resolved(beast::error_code error, const tcp::resolver::results_type& found) {
    if (error) return end(unreachable(error));
    std::vector<tcp::endpoint> endpoints;
    for (const auto& one : found) {
      if (url_.tls || one.endpoint().address().is_loopback()) endpoints.push_back(one.endpoint());
    }
    if (endpoints.empty()) return end(Error(ErrorCode::unavailable, "The other server cannot be reached.", {}, "no address"));
    endpoints_ = std::move(endpoints);
    asio::async_connect(socket_, endpoints_, [this](beast::error_code failed, const tcp::endpoint&) { on_connected(failed); });
  }

  void on_connected(beast::error_code error) {
    if (error) return end(unreachable(error));
    beast::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    if (!tls_) return send(socket_);
    tls_->async_handshake(asio::ssl::stream_base::client, [this](beast::error_code failed) {
      if (failed && failed.category() == asio::error::get_ssl_category()) {
        return end(Error(ErrorCode::denied, "The other server's certificate is not one that can be trusted.", {}, failed.message()));
      }
      if (failed) return end(unreachable(failed));
      if (!has_pinned_key()) return end(Error(ErrorCode::denied, "The other server has another key than its card says."));
      send(*tls_);
    });
  }

  bool has_pinned_key() const {
    if (!pin_) return true;
    X509* const certificate = SSL_get1_peer_certificate(tls_->native_handle());
    if (certificate == nullptr) return false;
    const auto found = pin_of(certificate);
    X509_free(certificate);
    return found && crypto::equal(*found, *pin_);
  }

  // A server may answer before it took everything (413): the answer is read also when the sending fails.
  template <class Stream>
  void send(Stream& stream) {
    asio::async_write(stream, sent_, [](beast::error_code, std::size_t) {});
    http::async_read(stream, buffer_, parser_, [this](beast::error_code error, std::size_t) {
      if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow) {
        return end(Error(ErrorCode::too_large, "The other server's answer is longer than it may be."));
      }
      const bool is_malformed = error && error.category() == http::make_error_code(http::error::bad_method).category() &&
                                error != http::error::end_of_stream && error != http::error::partial_message;
      if (is_malformed) return end(Error(ErrorCode::damaged, "The other server's answer is not understood.", {}, error.message()));
      if (error) return end(unreachable(error));
      done_ = true;
      io_.stop();
    });
  }

  ClientAnswer answer() {
    auto message = parser_.release();
    ClientAnswer out{static_cast<int>(message.result_int()), to_bytes(view(message.body())), {}};
    const auto after = message[http::field::retry_after];
    std::uint32_t seconds = 0;
    const auto [stop, error] = std::from_chars(after.data(), after.data() + after.size(), seconds);
    if (!after.empty() && error == std::errc() && stop == after.data() + after.size()) out.retry_after = std::chrono::seconds(seconds);
    return out;
  }

  const Url& url_;
  const std::optional<Pin>& pin_;
  const ClientLimits& limits_;
  asio::io_context io_{1};
  asio::ssl::context context_{asio::ssl::context::tls_client};
  tcp::resolver resolver_{io_};
  tcp::socket socket_{io_};
  asio::steady_timer deadline_{io_};
  std::unique_ptr<asio::ssl::stream<tcp::socket&>> tls_;
  std::vector<tcp::endpoint> endpoints_;
  std::string head_;
  std::array<asio::const_buffer, 2> sent_;
  beast::flat_buffer buffer_{kAnswerHead + 65536};
  http::response_parser<http::string_body> parser_;
  std::optional<Error> failed_;
  bool done_ = false;
};

}  // namespace

std::string Url::text() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool usual = port == (tls ? 443 : 80);
  return (tls ? "https://" : "http://") + name + (usual ? "" : ":" + std::to_string(port)) + path;
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kLongestUrl) return bad_url();
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  Url out;
  if (lower.starts_with("http://")) out.tls = false;
  else if (!lower.starts_with("https://")) return bad_url();
  const std::size_t begin = out.tls ? 8 : 7;
  const std::size_t slash = std::min(lower.find('/', begin), lower.size());
  std::string_view where = std::string_view(lower).substr(begin, slash - begin);
  std::string_view path = text.substr(slash);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (!is_path(path)) return bad_url();
  out.path = std::string(path);
  std::string_view port;
  if (where.starts_with('[')) {
    const auto close = where.find(']');
    if (close == std::string_view::npos) return bad_url();
    out.host = std::string(where.substr(1, close - 1));
    const auto address = address_in(out.host);
    // As it is written by everybody; a zone ("%eth0") would mean another thing on another machine.
    if (!address || !address->is_v6() || out.host.find('%') != std::string::npos) return bad_url();
    out.host = address->to_string();
    port = where.substr(close + 1);
  } else {
    const auto colon = std::min(where.find(':'), where.size());
    out.host = std::string(where.substr(0, colon));
    if (!is_host_name(out.host)) return bad_url();
    port = where.substr(colon);
  }
  out.port = out.tls ? 443 : 80;
  if (!port.empty()) {
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (where[where.size() - port.size() - 1] != ':' || port.empty() || error != std::errc() || end != port.data() + port.size() || out.port == 0) return bad_url();
  }
  if (!out.tls && !is_this_machine(out.host)) {
    return Error(ErrorCode::invalid_input, "Another server is reached with https only. Write its address with https at its beginning.");
  }
  return out;
}

Result<ClientAnswer> post_bytes(const Url& url, std::string_view path, const std::optional<Pin>& pin, BytesView body, const ClientLimits& limits,
                                const std::stop_token& stop) {
  return Call(url, pin, limits).run(path, body, stop);
}

Result<Pin> pin_of_certificate(const std::filesystem::path& certificate) {
  TRY(bytes, read_file(certificate));
  const Error bad(ErrorCode::invalid_input, "The file {1} is not a certificate in PEM form.", {certificate.string()});
  BIO* const memory = BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()));
  if (memory == nullptr) return bad;
  X509* const found = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
  BIO_free(memory);
  if (found == nullptr) return bad;
  auto out = pin_of(found);
  X509_free(found);
  if (!out) return bad;
  return out;
}

}  // namespace arasha::web
