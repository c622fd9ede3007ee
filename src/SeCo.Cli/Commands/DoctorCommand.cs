using SeCo.Cli.Doctor;

namespace SeCo.Cli.Commands;

/// <summary><c>seco doctor</c>: whether SeCo can run on this machine, and how fast.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<bool> noSpeed = CommonOptions.Flag("--no-speed-test", "Look only; measure nothing.");
        return CommonOptions.Command("doctor", """
            Look whether SeCo can run here: libtorch, libvips, devices, precision, threads, memory, disk, variables; measure the speed for a
            second, and say what to expect of it. Ends with 1 where something is missing that SeCo needs, and says how to get it.

              seco doctor
            """, [noSpeed, CommonOptions.Json], async (parsed, cancellationToken) =>
        {
            // Nothing that it does needs an orderly end: Ctrl+C does not wait for a measurement.
            Diagnosis diagnosis = await Task.Run(() => Diagnosis.Make(Directory.GetCurrentDirectory(), !parsed.GetValue(noSpeed)), cancellationToken)
                .WaitAsync(cancellationToken);
            if (parsed.GetValue(CommonOptions.Json))
            {
                parsed.Output.WriteLine(DiagnosisRecord.Json(diagnosis));
            }
            else if (!parsed.Quiet || !diagnosis.Usable)
            {
                DiagnosisTables.Write(parsed.Output, diagnosis);
            }

            return diagnosis.Usable ? ExitCode.Done : ExitCode.Failed;
        });
    }
}
