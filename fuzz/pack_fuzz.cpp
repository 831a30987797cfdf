// Whatever stands in a country pack: no bytes break the reader or the check, every problem has a sentence,
// and a pack that the check found in order answers each question of eligibility from its first day on.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "pack/eligibility.h"

namespace {

namespace pack = arasha::pack;

void require(bool condition) {
  if (!condition) std::abort();
}

void ask_everything(const pack::Pack& checked, const arasha::Date& date) {
  for (int group = 1; group < pack::Group_ARRAYSIZE; ++group) {
    for (int status = 1; status < pack::Status_ARRAYSIZE; ++status) {
      require(pack::eligibility(
                  checked, {date, static_cast<pack::Group>(group), static_cast<pack::Status>(status), ""})
                  .is_ok());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<pack::SourceFile> files = {
      {"a.txtpb", std::string(reinterpret_cast<const char*>(data), size)}};
  auto draft = pack::read(files);
  if (!draft) {
    require(arasha::is_utf8(draft.error().to_string()));
    return 0;
  }
  const auto problems = pack::check(*draft);
  for (const auto& problem : problems) require(arasha::is_utf8(problem.error.to_string()));
  auto checked = pack::Pack::of(std::move(*draft));
  require(checked.is_ok() == problems.empty());
  if (!checked) return 0;
  for (const auto& rule : checked->contents().eligibility())
    ask_everything(*checked, *arasha::date_from_iso(rule.norm().valid_from()));
  return 0;
}
