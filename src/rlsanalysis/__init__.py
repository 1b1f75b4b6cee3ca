"""How strongly is each suspected cause of restless legs syndrome associated with it?"""
