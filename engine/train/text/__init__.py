"""Recipes and data of tokenizer, masked transformer, critic, upper body and evaluator."""
