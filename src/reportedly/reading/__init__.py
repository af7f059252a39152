"""Document -> Reading: one compact encoder, its heads, and the resolution of what they find."""
