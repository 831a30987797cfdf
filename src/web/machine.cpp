// Addresses for programs of others, not for browsers.
#include "web/site.h"

namespace arasha::web {
namespace {

constexpr std::string_view kBytes = "application/octet-stream";

}  // namespace

// A browser can be led to post here from a page of somebody else's; so can anybody without one. What it carries along, its cookies,
// is not handed on, and there is nothing that the handler could do in somebody's name.
void Site::machine_post(std::string pattern, const MachineLimits& limits, MachineHandler handler) {
  note_limit(machines_, pattern, limits.body);
  auto pace = std::make_shared<Pace>(limits.pace);
  router_.post(std::move(pattern), [this, pace, handler = std::move(handler)](const Request& request, const PathParameters& parameters) {
    if (const auto wait = pace->ask(request.from, vault_.clock().now())) {
      Response out = Response::plain(429, "");
      out.headers.emplace_back("Retry-After", std::to_string(wait->count()));
      return out;
    }
    if (request.content_type != kBytes) return Response::plain(415, "");
    return handler(parameters, view(request.bytes));
  });
}

// A router that is asked only what stands beside a pattern: `length` of its answer is the limit.
void Site::note_limit(Router& router, const std::string& pattern, std::size_t limit) {
  router.otherwise([](const Request&, int) { return Response(); });
  router.post(pattern, [limit](const Request&, const PathParameters&) {
    Response out;
    out.length = limit;
    return out;
  });
}

std::size_t Site::limit_in(const Router& router, std::string_view path) {
  Request request;
  request.method = Method::post;
  request.path = std::string(path);
  return static_cast<std::size_t>(router.route(request).length);
}

}  // namespace arasha::web
