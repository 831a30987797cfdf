#include "casework/own/drafts.h"

#include <algorithm>

namespace arasha::casework {
namespace {

// No address of a page, so that no form of the browser writes there.
std::string place_of(std::string_view name) { return "own-form " + std::string(name); }
constexpr std::string_view kBegun = "own-forms begun";

Result<std::optional<FormDraft>> kept_draft(const Desk& desk, const Visit& visit, std::string_view name) {
  TRY(bytes, desk.vault.draft(visit.keyring, place_of(name)));
  if (!bytes) return std::optional<FormDraft>();
  ByteReader in(*bytes);
  TRY(base, in.u32());
  TRY(form, in.sized(schema::kLongestDefinition));
  TRY_VOID(in.finish());
  FormDraft out;
  out.base = base;
  // A draft may be unfinished: it is checked when it is put into use.
  if (!out.form.ParseFromArray(form.data(), static_cast<int>(form.size()))) return Error(ErrorCode::damaged, "This form cannot be read.");
  return std::optional<FormDraft>(std::move(out));
}

Result<void> keep_begun(const Desk& desk, const Visit& visit, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  return desk.vault.keep_draft(visit.keyring.member(), kBegun, view(text));
}

}  // namespace

std::uint32_t version_of(const vault::Directory& state, std::string_view name) {
  const auto found = state.forms().find(name);
  return found == state.forms().end() ? 0 : static_cast<std::uint32_t>(found->second.size());
}

bool may_make_forms(const vault::Directory& state, MemberId member) { return state.is_in(member, vault::CircleKind::stewards); }

Result<FormDraft> draft_of_form(const Desk& desk, const Visit& visit, std::string_view name) {
  TRY(kept, kept_draft(desk, visit, name));
  if (kept) return std::move(*kept);
  const auto state = desk.vault.directory();
  const auto form = current_form(*state, name);
  if (form == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  return FormDraft{version_of(*state, name), form->definition()};
}

Result<bool> has_draft(const Desk& desk, const Visit& visit, std::string_view name) {
  TRY(kept, kept_draft(desk, visit, name));
  return kept.has_value();
}

Result<std::vector<std::string>> begun_forms(const Desk& desk, const Visit& visit) {
  std::vector<std::string> out;
  TRY(bytes, desk.vault.draft(visit.keyring, kBegun));
  if (!bytes) return out;
  const auto state = desk.vault.directory();
  for (const std::string_view name : schema::split(text_view(*bytes), "\n")) {
    if (schema::is_form_name(name) && version_of(*state, name) == 0) out.emplace_back(name);
  }
  return out;
}

Result<void> keep_draft(const Desk& desk, const Visit& visit, const FormDraft& draft) {
  const Bytes form = schema::serialise(draft.form);
  if (form.size() > schema::kLongestDefinition) return Error(ErrorCode::too_large, "This form is larger than a form may be.");
  const Bytes bytes = ByteWriter().u32(draft.base).sized(form).take();
  TRY_VOID(desk.vault.keep_draft(visit.keyring.member(), place_of(draft.form.name()), bytes));
  if (draft.base != 0) return {};
  TRY(names, begun_forms(desk, visit));
  if (std::find(names.begin(), names.end(), draft.form.name()) != names.end()) return {};
  names.push_back(draft.form.name());
  return keep_begun(desk, visit, names);
}

Result<void> drop_draft(const Desk& desk, const Visit& visit, std::string_view name) {
  TRY_VOID(desk.vault.drop_draft(visit.keyring, place_of(name)));
  TRY(names, begun_forms(desk, visit));
  if (std::erase(names, name) == 0) return {};
  return keep_begun(desk, visit, names);
}

Result<void> put_into_use(vault::Vault& vault, const vault::Keyring& by, const std::vector<FormDraft>& drafts) {
  const auto state = vault.directory();
  std::vector<vault::FormDefined> next;
  for (const FormDraft& draft : drafts) {
    auto errors = schema::check_definition(draft.form);
    if (!errors.empty()) return std::move(errors.front().error);
    // What stands there now, also when the draft is older: the vault refuses that one, but never silently loses a field.
    if (const auto current = current_form(*state, draft.form.name()); current != nullptr && draft.base == version_of(*state, draft.form.name())) {
      errors = schema::check_change(current->definition(), draft.form);
      if (!errors.empty()) return std::move(errors.front().error);
    }
    Bytes bytes = schema::serialise(draft.form);
    if (bytes.size() > schema::kLongestDefinition) return Error(ErrorCode::too_large, "This form is larger than a form may be.");
    next.push_back({draft.form.name(), draft.base + 1, std::move(bytes)});
  }
  return vault.define_forms(by, std::move(next));
}

}  // namespace arasha::casework
