#include "web/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace arasha::web {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    auto started = Server::start(options, [this](const Request& request) { return handle(request); });
    ASSERT_TRUE(started.is_ok());
    server_ = std::move(*started);
  }
  Response handle(const Request& request) {
    if (request.path == "/throw") throw std::runtime_error("secret");
    std::string body = (request.method == Method::post ? "POST " : "GET ") + request.path;
    if (request.query.has("q")) body += " q=" + std::string(request.query.get("q"));
    if (request.form.has("f")) body += " f=" + std::string(request.form.get("f"));
    const auto cookie = request.cookies.find("a");
    if (cookie != request.cookies.end()) body += " a=" + cookie->second;
    return Response::plain(200, body);
  }
  // Sends bytes, reads until the server closes or nothing more comes for a while.
  std::string talk(const std::string& bytes) {
    const int s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(s, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_GT(::send(s, bytes.data(), bytes.size(), MSG_NOSIGNAL), 0);
    std::string out;
    char buffer[4096];
    while (true) {
      const ssize_t n = ::recv(s, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      out.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(s);
    return out;
  }
  std::string get(const std::string& target, const std::string& more = "") {
    return talk("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n");
  }
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersWithEverySecurityHeader) {
  start();
  const std::string answer = get("/hello%20there?q=%D3%99", "Cookie: b=2; a=1\r\n");
  EXPECT_NE(answer.find("HTTP/1.1 200"), std::string::npos) << answer;
  EXPECT_NE(answer.find("GET /hello there q=ә a=1"), std::string::npos) << answer;
  for (const char* header : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin",
                             "Cross-Origin-Opener-Policy: same-origin", "Cache-Control: no-store"}) {
    EXPECT_NE(answer.find(header), std::string::npos) << header;
  }
  EXPECT_EQ(answer.find("Strict-Transport"), std::string::npos);
}

TEST_F(ServerTest, PostsAndPipelinedRequests) {
  start();
  const std::string answer = talk(
      "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nf=1+2"
      "GET /second HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("POST /form f=1 2"), std::string::npos) << answer;
  EXPECT_NE(answer.find("GET /second"), std::string::npos) << answer;
}

TEST_F(ServerTest, RefusesWhatIsNotUnderstood) {
  start();
  const std::string end = "Connection: close\r\n\r\n";
  for (const std::string& bad : {
           "GET / HTTP/1.1\r\n" + end,                                                             // no host
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + end,                                       // two
           "DELETE / HTTP/1.1\r\nHost: a\r\n" + end,                                               // method
           "GET /%zz HTTP/1.1\r\nHost: a\r\n" + end,                                               // escape
           "GET /?q=%ff HTTP/1.1\r\nHost: a\r\n" + end,                                            // not UTF-8
           "GET /a&b HTTP/1.1\r\nHost: a\r\n" + end,                                               // stray separator
           "GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n" + end,                                  // not a path
           "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n" + end + "abc",   // smuggling
           "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" + end + "0\r\n\r\n",
           std::string("nonsense\r\n\r\n"),
       }) {
    const std::string answer = talk(bad);
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 400") << bad << "\n" << answer;
  }
}

TEST_F(ServerTest, LimitsHeadersAndBodies) {
  start();
  EXPECT_NE(get("/", "X: " + std::string(kHeaderLimit, 'x') + "\r\n").find(" 431 "), std::string::npos);
  const std::string large = talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(kBodyLimit + 1) + "\r\n\r\n");
  EXPECT_NE(large.find(" 413 "), std::string::npos) << large;
}

TEST_F(ServerTest, HandlerThatThrowsIsAPlainAnswer) {
  start();
  const std::string answer = get("/throw");
  EXPECT_NE(answer.find(" 500 "), std::string::npos);
  EXPECT_EQ(answer.find("secret"), std::string::npos);
}

TEST_F(ServerTest, TakenPortIsASentence) {
  start();
  ServerOptions options;
  options.port = server_->port();
  const auto second = Server::start(options, [](const Request&) { return Response(); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  options.address = "nonsense";
  EXPECT_EQ(Server::start(options, [](const Request&) { return Response(); }).error().code, ErrorCode::invalid_input);
}

TEST_F(ServerTest, SlowClientIsLetGo) {
  ServerOptions options;
  options.read_limit = std::chrono::seconds(1);
  start(options);
  EXPECT_EQ(talk("GET / HTTP/1.1\r\nHost: "), "");
}

TEST_F(ServerTest, ManyAtOnceAndStopWhileBusy) {
  start();
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) good += get("/x").find(" 200 ") != std::string::npos ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good.load(), 320);
  server_.reset();
}

}  // namespace
}  // namespace arasha::web
