"""Shifts of several groups of people with skills, in one program: who has several counts where needed."""
