namespace SeCo.Cli.Commands;

/// <summary><c>seco completion</c>: scripts that let shells ask <c>seco [suggest]</c> what may follow.</summary>
internal static class CompletionCommand
{
    private static readonly (string Word, string Script)[] Shells =
    [
        // Bash takes = for the end of a word and replaces only what stands behind it.
        ("bash", """
            # Completion of seco for bash. In ~/.bashrc:  eval "$(seco completion bash)"
            _seco() {
                local line="${COMP_LINE:0:COMP_POINT}" found
                line="${line#*[[:space:]]}"
                local word="${line##*[[:space:]]}"
                local before="${word%"${word##*=}"}"
                COMPREPLY=()
                while IFS= read -r found; do
                    [[ $found == "$word"* ]] && COMPREPLY+=("${found#"$before"}")
                done < <(seco "[suggest:${#line}]" "$line" 2>/dev/null)
                [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *[.=] ]] && compopt -o nospace 2>/dev/null
                return 0
            }
            complete -o default -F _seco seco
            """),
        ("zsh", """
            #compdef seco
            # Completion of seco for zsh. In ~/.zshrc, after compinit:  eval "$(seco completion zsh)"
            _seco() {
                local line="${${BUFFER[1,CURSOR]}#*[[:space:]]}"
                local -a found parts
                found=("${(@f)$(seco "[suggest:${#line}]" "$line" 2>/dev/null)}")
                found=(${(M)found:#${PREFIX}*})
                parts=(${(M)found:#*[.=]})
                (( $#found )) || { _files; return }
                compadd -S '' -a parts
                found=(${found:#*[.=]})
                compadd -a found
            }
            compdef _seco seco
            """),
        ("fish", """
            # Completion of seco for fish. In ~/.config/fish/completions/seco.fish:  seco completion fish | source
            function __seco_complete
                set -l line (string replace -r '^\S*\s' '' -- (commandline -cp))
                seco "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c seco -a '(__seco_complete)'
            """),
        ("powershell", """
            # Completion of seco for PowerShell. In $PROFILE:  seco completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName seco -ScriptBlock {
                param($word, $ast, $cursor)
                $line = ("$ast".PadRight($cursor).Substring(0, $cursor)) -replace '^\S*\s', ''
                seco "[suggest:$($line.Length)]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """),
    ];

    public static Command Create()
    {
        Argument<string> shell = CommonOptions.Argument("shell", $"The shell: {CommonOptions.Words(Shells)}.", "SHELL");
        shell.CompletionSources.Add([.. Shells.Select(s => s.Word)]);
        return CommonOptions.Command("completion", """
            Print the script that lets a shell complete commands, options, and the keys and values of --set. Its first lines say where to put it.

              eval "$(seco completion bash)"
            """, [shell], (parsed, _) =>
        {
            parsed.Output.WriteLine(CommonOptions.OneOf("completion", parsed.GetValue(shell)!, Shells).ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
    }
}
