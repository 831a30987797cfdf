// The address of another server: what is accepted can be written in one way only, which means the same; without TLS it is this machine.
#include <cstdlib>

#include "web/client.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto url = arasha::web::parse_url(arasha::text_view({data, size}));
  if (!url) return 0;
  const std::string text = url->text();
  const auto again = arasha::web::parse_url(text);
  if (!again || again->text() != text || again->host != url->host || again->port != url->port || again->path != url->path || again->tls != url->tls) std::abort();
  if (text.find_first_of(" \r\n\t@?#%") != std::string::npos) std::abort();
  if (!url->tls && url->host != "localhost" && !url->host.starts_with("127.") && url->host.find(':') == std::string::npos) std::abort();
  return 0;
}
