"""Training tokenizer, masked transformer, critic, upper body and evaluator."""
