namespace SeCo.Cli.Setup;

/// <summary>Asks at a terminal, each question with its most likely answer; where there is nobody to ask, that is the answer.</summary>
/// <param name="input">Where answers come from; null where nobody can answer.</param>
/// <param name="output">Where questions are put.</param>
internal sealed class Questions(TextReader? input, TextWriter output)
{
    /// <summary>Asks for one of some answers, or, where there are none to choose from, for any.</summary>
    /// <param name="question">The question.</param>
    /// <param name="likely">The answer that Enter gives.</param>
    /// <param name="known">The answers; empty for any.</param>
    public string Ask(string question, string likely, IReadOnlyList<string> known)
    {
        while (input is not null)
        {
            output.Write($"{question}{(known.Count > 1 ? $" ({string.Join(", ", known)})" : string.Empty)} [{likely}]: ");
            output.Flush();
            string answer = input.ReadLine()?.Trim() ?? string.Empty;
            if (answer.Length == 0)
            {
                break;
            }

            if (known.Count == 0 || known.Contains(answer))
            {
                return answer;
            }

            output.WriteLine($"'{answer}' is none of them. {Suggestion.For(answer, known)}");
        }

        return likely;
    }
}
