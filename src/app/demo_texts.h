// Short texts as people of a centre write them, in Russian and in Kazakh. Made up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arasha::app {

using Texts = std::vector<std::string_view>;

// What a case is about: each has its own words.
enum class DemoKind { building, farm, factory, services, household, sexual, begging };

const Texts& contact_words(DemoKind kind);  // said at the first contact
const Texts& account_words(DemoKind kind);  // her or his account
const Texts& places(DemoKind kind);
const Texts& danger_words();
const Texts& never_do_words();
const Texts& safe_hours();
const Texts& code_words();
const Texts& alert_words();
const Texts& diets();
const Texts& need_words();
const Texts& risk_measures();
const Texts& warning_signs();
const Texts& safety_steps();
const Texts& safe_places();
const Texts& plan_words();
const Texts& service_words();
const Texts& note_words();
const Texts& health_words();
const Texts& basis_words();
const Texts& legal_words();
const Texts& closure_words();
const Texts& reopening_words();
const Texts& return_words();

// The lists speak of a man; this gives the forms of Russian verbs for a woman.
std::string worded(std::string_view text, bool woman);

}  // namespace arasha::app
