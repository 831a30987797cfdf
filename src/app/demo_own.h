// An own form of the example organisation, and answers to it. The same for the same number.
#pragma once

#include <google/protobuf/message.h>

#include "arasha/own.pb.h"

namespace arasha::app {

// "Work skills", in three languages.
OwnFormDefinition demo_own_form();
// Fills in an empty message of that form, in one of a few ways.
void answer_own_form(google::protobuf::Message& message, int number);

}  // namespace arasha::app
