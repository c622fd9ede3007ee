namespace SeCo.Cli.Doctor;

/// <summary>A diagnosis on the terminal.</summary>
internal static class DiagnosisTables
{
    /// <summary>What was found, what it asks for, how fast the machine is and what that means.</summary>
    public static void Write(TextWriter output, Diagnosis diagnosis)
    {
        Tables.Write(output, Findings(diagnosis.Findings));
        if (diagnosis.Speed is Speed speed)
        {
            Tables.Write(output, Speeds(speed));
            if (Expectation.From(speed) is { Count: > 0 } expected)
            {
                Tables.Write(output, Expectations(expected));
            }
        }

        foreach (Finding finding in diagnosis.Findings.Where(f => f.Advice is not null).OrderByDescending(f => f.Kind))
        {
            output.WriteLine($"{(finding.Kind == FindingKind.Fault ? "FAULT" : "Note")}: {finding.Part}, {finding.Name}: {finding.Value}. {finding.Advice}");
        }

        output.WriteLine(diagnosis.Usable ? "SeCo can run here." : "SeCo cannot run here yet: see the faults above.");
    }

    private static Table Findings(IReadOnlyList<Finding> findings)
    {
        Table table = Tables.Plain().AddColumn(string.Empty).AddColumn(string.Empty).AddColumn(string.Empty).HideHeaders();
        string part = string.Empty;
        foreach (Finding finding in findings)
        {
            table.AddRow(Markup.Escape(finding.Part == part ? string.Empty : finding.Part), Markup.Escape(finding.Name), Markup.Escape(Mark(finding)));
            part = finding.Part;
        }

        return table;
    }

    private static string Mark(Finding finding) => finding.Kind switch
    {
        FindingKind.Fault => finding.Value + "  (fault, see below)",
        FindingKind.Note => finding.Value + "  (see below)",
        _ => finding.Value,
    };

    private static Table Speeds(Speed speed)
    {
        Table table = Tables.Plain("speed, tested for a second", string.Empty);
        Add("product of matrices, float32", speed.Matrix, "GFLOP/s");
        Add("convolution, float32", speed.Convolution, "GFLOP/s");
        Add("memory, read and written", speed.Memory, "GB/s");
        Add("JPEG of 960 x 720 decoded, a thread", speed.Images, "images/s");
        return table;

        void Add(string what, double? amount, string unit) =>
            table.AddRow(what, amount is double number ? $"{number.ToString(number < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} {unit}" : "not tested");
    }

    private static Table Expectations(IReadOnlyList<Expectation> expected)
    {
        Table table = Tables.Plain("expect, where nothing else runs", string.Empty);
        foreach (Expectation row in expected)
        {
            table.AddRow(row.What, row.Text);
        }

        return table;
    }
}
