#include "vault/lookback.h"

#include <algorithm>

namespace arasha::vault {

Result<std::vector<Written>> written_since(const Vault& vault, const Keyring& by, std::span<const Mark> marks, std::uint32_t most) {
  std::vector<Written> out;
  for (const Mark& mark : marks) {
    TRY(row, vault.store().file(mark.file));
    if (!row || row->length <= mark.length) continue;
    TRY(open, vault.openable(by, mark.file));
    if (open.empty()) continue;
    const std::uint32_t from = std::max(mark.length, row->length - std::min(most, row->length));
    TRY(rows, vault.store().headers(mark.file, from));
    Written one{mark.file, row->length, {}};
    for (const store::EntryRow& entry : rows) {
      TRY(header, open_header(vault.server().ledger, vault.organization(), entry));
      if (std::find(open.begin(), open.end(), header.header.compartment) != open.end()) one.headers.push_back(std::move(header.header));
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace arasha::vault
