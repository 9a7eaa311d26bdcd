#pragma once

// The facts that the system must show for each document (217-QĐ/TW Điều 11, 682-QĐ/TU Điều 8, QĐ 28/2018/QĐ-TTg
// Điều 10; requirement D7), in their order and under their legal names.

#include "usecases/views.hpp"

namespace congvan::usecases {

std::vector<FactRow> facts_of(const OutgoingView& view);
std::vector<FactRow> facts_of(const IncomingView& view);

// đã đến, đã tiếp nhận, …
Words status_words(exchange::DeliveryStatus status);
Words stage_words(documents::IncomingStage stage);
Words urgency_words(Urgency urgency);

}  // namespace congvan::usecases
