// What browsers receive besides pages, compiled into the program.
#pragma once

#include <string>
#include <string_view>

#include "web/http.h"

namespace arasha::web {

// The address of an asset with its hash, such as /assets/arasha.css?v=…; the name is one of assets/build.mjs.
std::string asset_address(std::string_view name);
// 404 for an unknown name, 304 for what the browser has. Brotli or gzip where the browser takes it; kept for ever only
// under an address with a hash.
Response serve_asset(const Request& request, std::string_view name);

}  // namespace arasha::web
