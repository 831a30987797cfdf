// A case as the Human Trafficking Case Data Standard 2.0 tells it (docs/import-export.md). Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "casework/story.h"
#include "statistics/htcds.h"

namespace arasha::casework {

// Without the person. `owner`: the name of who looks after the case.
statistics::HtcdsRecord htcds_record(const Story& story, const std::string& owner);

// The groups of the consents that the columns of the standard belong to.
const std::vector<std::string>& htcds_groups();
// Takes out of a record everything that belongs to none of these groups; free text, colleagues and other recipients in any
// case: no consent to a group covers what a sentence may hold.
void limit_to(const std::set<std::string>& groups, statistics::HtcdsRecord& record);

}  // namespace arasha::casework
