// The client against the real server: over TLS by roots and by pin, plain on this machine, and against servers that answer badly.
#include "web/client.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "certificate.h"
#include "crypto/secret.h"
#include "raw_client.h"
#include "web/server.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;

Bytes some(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7);
  return out;
}

class ClientTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::initialize().is_ok());
    std::string pattern = (fs::temp_directory_path() / "arasha-client-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override {
    ::unsetenv("SSL_CERT_FILE");
    server_.reset();
    fs::remove_all(folder_);
  }
  // Answers with what it got.
  void serve(const std::string& certificate = "") {
    ServerOptions options;
    options.port = 0;
    if (!certificate.empty()) {
      make_certificate(folder_, certificate);
      options.tls_certificate = folder_ / (certificate + ".crt");
      options.tls_key = folder_ / (certificate + ".key");
    }
    ServerHooks hooks;
    hooks.handle = [this](const Request& request) {
      ++asked_;
      if (request.path == "/long") return Response::plain(200, std::string(100'000, 'x'));
      if (request.path == "/elsewhere") return Response::redirect("/");
      if (request.path == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(1500));
      Response out = Response::plain(request.path == "/full" ? 503 : 202, request.path + " " + request.content_type + " " + std::to_string(request.bytes.size()));
      out.headers.emplace_back("Retry-After", "120");
      const std::scoped_lock lock(mutex_);  // one request may be slow while the next one comes
      got_ = to_bytes(view(request.bytes));
      cookies_ = !request.cookies.empty();
      agent_ = request.user_agent;
      return out;
    };
    hooks.body_limit = [](Method, std::string_view) { return std::size_t{9} << 20U; };
    auto started = Server::start(options, std::move(hooks));
    ASSERT_TRUE(started.is_ok()) << started.error().to_string();
    server_ = std::move(*started);
  }
  Url here(const std::string& scheme, const std::string& host = "127.0.0.1") {
    auto out = parse_url(scheme + "://" + host + ":" + std::to_string(server_->port()));
    EXPECT_TRUE(out.is_ok());
    return *out;
  }
  static ErrorCode code_of(const Result<ClientAnswer>& answer) {
    EXPECT_FALSE(answer.is_ok());
    return answer ? ErrorCode::internal : answer.error().code;
  }

  fs::path folder_;
  std::mutex mutex_;
  std::unique_ptr<Server> server_;
  std::atomic<int> asked_ = 0;
  Bytes got_;
  bool cookies_ = true;
  std::string agent_ = "unset";
};

// A server of one connection that says what the test says.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer, bool reads = true) : thread_([this, answer = std::move(answer), reads] {
    boost::system::error_code error;
    tcp::socket socket(io_);
    acceptor_.accept(socket, error);
    asio::streambuf buffer;
    if (reads) asio::read_until(socket, buffer, "\r\n\r\n", error);
    asio::write(socket, asio::buffer(answer), error);
    socket.shutdown(tcp::socket::shutdown_send, error);
    char rest[4096];
    while (!error) socket.read_some(asio::buffer(rest), error);
  }) {}
  Url url() const { return *parse_url("http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port())); }

 private:
  asio::io_context io_;
  tcp::acceptor acceptor_{io_, {asio::ip::make_address("127.0.0.1"), 0}};
  std::jthread thread_;
};

TEST_F(ClientTest, SendsBytesAndTakesTheAnswer) {
  serve();
  const Bytes body = some(300'000);
  const auto answer = post_bytes(here("http"), "/exchange/a", {}, body);
  ASSERT_TRUE(answer.is_ok()) << answer.error().to_string();
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(to_text(answer->body), "/exchange/a application/octet-stream 300000");
  EXPECT_EQ(answer->retry_after, std::chrono::seconds(120));
  EXPECT_EQ(got_, body);
  EXPECT_FALSE(cookies_);
  EXPECT_EQ(agent_, "");
  const auto full = post_bytes(here("http"), "/full", {}, some(1));
  EXPECT_EQ(full->status, 503);
  EXPECT_TRUE(post_bytes(here("http", "localhost"), "/", {}, some(1)).is_ok());
}

TEST_F(ClientTest, FollowsNoRedirectAndTakesNoLongAnswer) {
  serve();
  const auto moved = post_bytes(here("http"), "/elsewhere", {}, some(1));
  EXPECT_EQ(moved->status, 303);
  EXPECT_EQ(asked_, 1);
  EXPECT_EQ(code_of(post_bytes(here("http"), "/long", {}, some(1))), ErrorCode::too_large);
  EXPECT_TRUE(post_bytes(here("http"), "/long", {}, some(1), {std::chrono::seconds(20), 200'000}).is_ok());
}

TEST_F(ClientTest, ALargeBodyThatIsRefusedStillGetsItsAnswer) {
  serve();
  const auto answer = post_bytes(here("http"), "/x", {}, some(10U << 20U));
  ASSERT_TRUE(answer.is_ok()) << answer.error().to_string();
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(post_bytes(here("http"), "/x", {}, some(8U << 20U))->status, 202);
}

TEST_F(ClientTest, EndsAtItsDeadlineAndWhenItIsStopped) {
  serve();
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(post_bytes(here("http"), "/slow", {}, some(1), {std::chrono::milliseconds(100)})), ErrorCode::busy);
  std::stop_source stop;
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop.request_stop();
  });
  EXPECT_EQ(code_of(post_bytes(here("http"), "/slow", {}, some(1), {}, stop.get_token())), ErrorCode::unavailable);
  EXPECT_EQ(code_of(post_bytes(here("http"), "/slow", {}, some(1), {}, stop.get_token())), ErrorCode::unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(1400));
}

TEST_F(ClientTest, ByItsPinASelfSignedServerIsKnown) {
  serve("own");
  const auto pin = pin_of_certificate(folder_ / "own.crt");
  ASSERT_TRUE(pin.is_ok());
  const auto answer = post_bytes(here("https"), "/", *pin, some(5));
  ASSERT_TRUE(answer.is_ok()) << answer.error().to_string();
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(post_bytes(here("https", "localhost"), "/", *pin, some(5))->status, 202);
  // Another key, one bit of it, or none at all: nothing is sent.
  make_certificate(folder_, "other");
  const int asked = asked_;
  EXPECT_EQ(code_of(post_bytes(here("https"), "/", *pin_of_certificate(folder_ / "other.crt"), some(5))), ErrorCode::denied);
  Pin wrong = *pin;
  wrong[31] ^= 1;
  EXPECT_EQ(code_of(post_bytes(here("https"), "/", wrong, some(5))), ErrorCode::denied);
  EXPECT_EQ(code_of(post_bytes(here("https", "localhost"), "/", {}, some(5))), ErrorCode::denied);
  EXPECT_EQ(asked_, asked);
}

TEST_F(ClientTest, ByTheRootsOfTheMachineOnlyForItsName) {
  serve("trusted");
  ::setenv("SSL_CERT_FILE", (folder_ / "trusted.crt").c_str(), 1);
  const auto answer = post_bytes(here("https", "localhost"), "/", {}, some(5));
  ASSERT_TRUE(answer.is_ok()) << answer.error().to_string();
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(code_of(post_bytes(here("https", "127.0.0.1"), "/", {}, some(5))), ErrorCode::denied);
  make_certificate(folder_, "other");
  ::setenv("SSL_CERT_FILE", (folder_ / "other.crt").c_str(), 1);
  EXPECT_EQ(code_of(post_bytes(here("https", "localhost"), "/", {}, some(5))), ErrorCode::denied);
}

TEST_F(ClientTest, NobodyThereAndWhatIsNoHttp) {
  serve();
  const Url plain = here("http");
  EXPECT_EQ(code_of(post_bytes(here("https"), "/", {}, some(1))), ErrorCode::denied);  // no TLS is spoken there
  server_.reset();
  EXPECT_EQ(code_of(post_bytes(plain, "/", {}, some(1))), ErrorCode::unavailable);
  EXPECT_EQ(code_of(post_bytes(OneAnswer("nonsense\r\n\r\n").url(), "/", {}, some(1))), ErrorCode::damaged);
  EXPECT_EQ(code_of(post_bytes(OneAnswer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort").url(), "/", {}, some(1))), ErrorCode::unavailable);
  EXPECT_EQ(code_of(post_bytes(OneAnswer("", true).url(), "/", {}, some(1))), ErrorCode::unavailable);
  EXPECT_EQ(code_of(post_bytes(OneAnswer("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n").url(), "/", {}, some(1))), ErrorCode::too_large);
  EXPECT_EQ(code_of(post_bytes(OneAnswer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string("fffff\r\n") + std::string(200'000, 'x')).url(), "/", {}, some(1))),
            ErrorCode::too_large);
  EXPECT_EQ(post_bytes(OneAnswer("HTTP/1.1 202 Accepted\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n").url(), "/", {}, some(1))->retry_after, std::nullopt);
}

TEST(ParseUrl, TakesWhatIsAnAddressOfAServer) {
  const auto text = [](std::string_view url) {
    const auto out = parse_url(url);
    return out ? out->text() : std::string("refused");
  };
  EXPECT_EQ(text("https://house.example"), "https://house.example");
  EXPECT_EQ(text("HTTPS://House.Example:443/"), "https://house.example");
  EXPECT_EQ(text("https://house.example:8470/arasha/"), "https://house.example:8470/arasha");
  EXPECT_EQ(text("https://10.0.0.1/Ab_c~d.e"), "https://10.0.0.1/Ab_c~d.e");
  EXPECT_EQ(text("https://[2001:DB8::1]:444"), "https://[2001:db8::1]:444");
  EXPECT_EQ(text("http://127.0.0.1:8471"), "http://127.0.0.1:8471");
  EXPECT_EQ(text("http://[::1]"), "http://[::1]");
  EXPECT_EQ(text("http://localhost:80"), "http://localhost");
  for (const char* bad : {"", "house.example", "ftp://house.example", "https://", "https:///x", "https://user@house.example", "https://house.example?x=1",
                          "https://house.example/#x", "https://house.example/a b", "https://house.example/../x", "https://house.example/a//b", "https://house.example:",
                          "https://house.example:0", "https://house.example:65536", "https://house.example:8x", "https://house.example:+8", "https://[::1", "https://[::1]8",
                          "https://[house]", "https://[fe80::1%25eth0]", "https://-x.example", "https://.example", "https://house.example\r\nX: y", "https://house.example/%2e",
                          "http://house.example", "http://10.0.0.1", "http://127.0.0.1.example", "http://[2001:db8::1]", "http://localhost.example"}) {
    EXPECT_EQ(text(bad), "refused") << bad;
  }
  EXPECT_EQ(text("https://house.example/" + std::string(1000, 'x')), "refused");
}

}  // namespace
}  // namespace arasha::web
