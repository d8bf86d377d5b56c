"""The write gate: every act of a person or a run leaves one row here, in the same transaction."""
