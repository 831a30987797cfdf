#include "casework/person/family.h"

#include <algorithm>

#include "arasha/entries.pb.h"
#include "base/catalogue.h"
#include "base/text.h"
#include "casework/changes.h"

namespace arasha::casework {
namespace {

constexpr int kTries = 16;

void refuse(std::vector<schema::FieldError>& errors, const char* field, const char* sentence) {
  errors.push_back({field, Error(ErrorCode::invalid_input, sentence)});
}

struct Opened {
  vault::OpenedFile file;
  Story story;
};
Result<Opened> open_person(vault::Vault& vault, const vault::Keyring& by, FileId person) {
  if (!vault.may_open(by, person, IDENTITY)) return Error(ErrorCode::denied, "You cannot open this file.");
  TRY(file, vault.open_file(by, person));
  TRY(story, tell(file));
  return Opened{std::move(file), std::move(story)};
}

std::string sex_of(const Story& person) {
  const auto* identity = person.last<Identity>();
  return identity != nullptr ? identity->sex() : std::string();
}

Result<void> write_links(vault::Vault& vault, const vault::Keyring& by, Opened person, Opened relative, const FamilyLink& link) {
  std::vector<vault::FileChange> changes;
  const Time now = vault.clock().now();
  const auto add = [&](Opened& to, const FamilyLink& message) -> Result<void> {
    const auto other = FileId::from_text(message.person());
    if (link_to(to.story, *other) != nullptr) return {};
    std::vector<schema::FieldError> errors;
    check_family(to.story, message, date_of(now), errors);
    if (!errors.empty()) return errors.front().error;
    GrowingFile growing(std::move(to.file));
    growing.add(message);
    TRY(change, growing.take(by.member(), now));
    changes.push_back(std::move(change));
    return {};
  };
  FamilyLink there = link;
  there.set_person(relative.story.file.text());
  there.clear_name();
  FamilyLink back;
  back.set_person(person.story.file.text());
  back.set_relation(inverse_relation(link.relation(), sex_of(person.story)));
  back.set_safe_to_contact("unknown");
  back.set_lives_together(link.lives_together());
  back.set_guardian_ground(link.guardian_ground());
  back.set_guardian_document(link.guardian_document());
  TRY_VOID(add(person, there));
  TRY_VOID(add(relative, back));
  if (changes.empty()) return {};
  return vault.append(by, changes);
}

}  // namespace

std::string inverse_relation(const std::string& relation, const std::string& sex) {
  if (relation == "mother" || relation == "father" || relation == "parent") return "child";
  if (relation == "child") return sex == "female" ? "mother" : sex == "male" ? "father" : "parent";
  if (relation == "grandparent") return "grandchild";
  if (relation == "grandchild") return "grandparent";
  if (relation == "guardian") return "ward";
  if (relation == "ward") return "guardian";
  return relation;  // spouse, partner, sibling, other
}

void check_family(const Story& person, const FamilyLink& link, Date today, std::vector<schema::FieldError>& errors) {
  const auto relative = FileId::from_text(link.person());
  const bool has_file = !link.person().empty() && relative;
  if (!has_file && trim(link.name()).empty()) refuse(errors, "name", N_("Write the name of the relative, or what the person calls this relative."));
  if (has_file && *relative == person.file) refuse(errors, "name", N_("This is the person's own file. Choose the file of somebody else."));
  if (has_file && *relative != person.file && link_to(person, *relative) != nullptr) {
    refuse(errors, "name", N_("This relative is written down already. Correct what stands there."));
  }
  const auto birth = date_from_iso(link.birth_date());
  if (birth && *birth > today) refuse(errors, "birth_date", N_("This date of birth lies in the future. Look at the year again."));
  if (!link.guardian_document().empty() && (link.guardian_ground().empty() || link.guardian_ground() == "none")) {
    refuse(errors, "guardian_ground", N_("There is a document, so say what the guardianship rests on."));
  }
}

const Item* link_to(const Story& person, FileId relative) {
  const std::string id = relative.text();
  for (const Item* item : person.all<FamilyLink>()) {
    if (item->as<FamilyLink>()->person() == id) return item;
  }
  return nullptr;
}

Result<void> link_family(vault::Vault& vault, const vault::Keyring& by, FileId person, FileId relative, const FamilyLink& link) {
  if (person == relative) return Error(ErrorCode::invalid_input, "This is the person's own file. Choose the file of somebody else.");
  Result<void> answer;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    TRY(first, open_person(vault, by, person));
    TRY(second, open_person(vault, by, relative));
    answer = write_links(vault, by, std::move(first), std::move(second), link);
    if (answer || answer.error().code != ErrorCode::conflict) break;
  }
  return answer;
}

}  // namespace arasha::casework
